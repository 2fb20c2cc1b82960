"""Folders in other programs' formats are checked, and what is wrong in them is found."""

import json

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from scenewright.cli.commands import app
from scenewright.errors import UserError
from scenewright.jobs.check_export import check_export
from scenewright.jobs.export import export


@pytest.mark.parametrize("format_name", ["basicwriter", "bop", "kitti", "webdataset", "hdf5"])
def test_our_own_exports_hold(whole, tmp_path, format_name):
    export(whole, format_name, tmp_path / "out")
    finished = check_export(tmp_path / "out", format_name, lambda _: None)
    assert finished.outcome == "succeeded", finished.message
    certificate = json.loads((tmp_path / "out" / "certificate.json").read_text())
    assert certificate["format"] == format_name
    assert certificate["violations"] == []
    assert sum(count > 0 for count in certificate["checked"].values()) >= 2


def test_a_mask_that_somebody_shifted_is_found(whole, tmp_path):
    export(whole, "bop", tmp_path / "out")
    masks = sorted((tmp_path / "out").rglob("mask_visib/*.png"))
    largest = max(masks, key=lambda path: int((np.asarray(Image.open(path)) > 0).sum()))
    shifted = np.roll(np.asarray(Image.open(largest)), 9, axis=1)
    Image.fromarray(shifted).save(largest)
    assert check_export(tmp_path / "out", "bop", lambda _: None).outcome == "failed"


def test_a_stopped_check_says_so(whole, tmp_path):
    export(whole, "kitti", tmp_path / "out")
    with pytest.raises(UserError, match="holds no image"):
        check_export(tmp_path / "out", "kitti", lambda _: None, stop=lambda: True)


def test_what_cannot_be_checked_is_told_in_words(whole, tmp_path):
    with pytest.raises(UserError, match="'csv' cannot be checked: choose one of basicwriter"):
        check_export(tmp_path, "csv", lambda _: None)


def test_the_command_line_can_do_it(whole, tmp_path):
    export(whole, "kitti", tmp_path / "out")
    done = CliRunner().invoke(app, ["check", str(tmp_path / "out"), "--format", "kitti"])
    assert done.exit_code == 0
    assert (tmp_path / "out" / "certificate.html").exists()
