"""What is expected of a run counts for the run that was measured, and for no other."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from scenewright.jobs.events import Metric
from scenewright.ui.pages.outlook import OutlookSource
from scenewright.ui.pages.preflight import preflight
from scenewright.ui.pages.run_wish import RunWish

WISH = RunWish("/data/cups", "embedded", "2", price_per_hour=1.5)
VALUES = {"frames": 100.0, "duration_s": 7200.0, "disk_bytes": 1e9, "measured_frames": 8.0, "workers": 2.0,
          "cost": 99.0, "is_software": 1.0}  # fmt: skip


@pytest.fixture
def source(session):
    owner = QObject()
    source = OutlookSource(session, owner)
    source._measuring = WISH
    source._take(Metric(0, VALUES))
    yield source
    owner.deleteLater()


def test_a_measurement_counts_for_its_engine_and_number_of_processes_only(source):
    assert source.outlook(WISH).seconds == 7200
    assert source.outlook(replace(WISH, workers="8")) is None
    assert source.outlook(replace(WISH, engine="isaac")) is None
    assert source.outlook(replace(WISH, folder="/data/others")).seconds == 7200


def test_another_price_is_reckoned_at_once(source):
    assert source.outlook(WISH).cost == pytest.approx(3.0)
    assert source.outlook(replace(WISH, price_per_hour=2.0)).cost == pytest.approx(4.0)
    assert source.outlook(replace(WISH, price_per_hour=0.0)).cost is None


def test_a_processor_that_draws_is_told_in_a_whole_sentence(source, cup_spec, tmp_path):
    checks = preflight(cup_spec, tmp_path, tmp_path / "new", (), source.outlook(WISH))
    [sentence] = [check.sentence for check in checks if "graphics card" in check.sentence]
    assert ":  " not in sentence
    assert "the engine draws" in sentence
