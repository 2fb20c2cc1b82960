"""How much of the machine a run may use."""

import psutil

from scenewright.jobs.machine import usable_bytes


def test_a_container_with_a_limit_has_what_is_left_of_it(tmp_path):
    (tmp_path / "memory.max").write_text(f"{2**28}\n")
    (tmp_path / "memory.current").write_text(f"{2**27}\n")
    assert usable_bytes(tmp_path) == 2**27


def test_without_a_limit_it_is_the_machines(tmp_path):
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text(f"{2**27}\n")
    for place in (tmp_path, tmp_path / "none"):
        assert 0 < usable_bytes(place) <= psutil.virtual_memory().total
