"""Backdrops: which part of a picture is seen, and that labels and objects are untouched."""

from dataclasses import replace

import numpy as np
import PIL.Image
import pytest
from plans import camera, frame, pinhole, thing

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.render.backdrop import before_backdrop, fitted
from scenewright.sampling.plan import BackdropPlan

PLAIN = BackdropPlan("x.png", 0.0, 1.0, (0.5, 0.5), False, 0.0, 1.0)
RAMP = np.broadcast_to(np.linspace(0, 255, 400).astype(np.uint8)[None, :, None], (100, 400, 3))


def test_a_picture_fills_the_image_and_keeps_its_proportions():
    seen = fitted(PLAIN, RAMP, 200, 100)
    assert seen.shape == (100, 200, 3)
    assert seen[50, 0, 0] == pytest.approx(255 / 4, abs=2)
    assert seen[50, -1, 0] == pytest.approx(255 * 3 / 4, abs=2)


def test_shift_zoom_and_flip_choose_the_part():
    assert fitted(replace(PLAIN, shift=(0.0, 0.5)), RAMP, 200, 100)[50, 0, 0] < 3
    assert fitted(replace(PLAIN, shift=(1.0, 0.5)), RAMP, 200, 100)[50, -1, 0] > 252
    zoomed = fitted(replace(PLAIN, zoom=4.0), RAMP, 200, 100)[50, :, 0].astype(int)
    assert zoomed[-1] - zoomed[0] == pytest.approx(255 / 8, abs=3)
    flipped = fitted(replace(PLAIN, flipped=True), RAMP, 200, 100)
    assert np.array_equal(flipped, fitted(PLAIN, RAMP, 200, 100)[:, ::-1])


def test_brightness_multiplies_light():
    grey = np.full((10, 10, 3), 188, np.uint8)  # half of white
    seen = fitted(replace(PLAIN, brightness=0.5), grey, 10, 10)
    assert seen[5, 5, 0] == pytest.approx(137, abs=1)  # a quarter


def test_objects_stay_as_they_are_and_everything_else_is_the_picture(flat):
    view = next(flat.render([frame([thing(1, "cube")], [camera(pinhole(200, 100, 101.0))])])).views[0]
    seen = before_backdrop(view, PLAIN, RAMP)
    hit = np.isfinite(view.depth)
    assert np.array_equal(seen[hit], view.rgb[hit])
    far = ~hit
    for shift in (-1, 0, 1):
        far &= ~np.roll(hit, shift, axis=0) & ~np.roll(hit, shift, axis=1)
    far[1:, 1:] &= ~hit[:-1, :-1]
    far[:-1, :-1] &= ~hit[1:, 1:]
    far[1:, :-1] &= ~hit[:-1, 1:]
    far[:-1, 1:] &= ~hit[1:, :-1]
    assert np.array_equal(seen[far], fitted(PLAIN, RAMP, 200, 100)[far])


def test_a_folder_stands_for_its_pictures(tmp_path):
    (tmp_path / "photos").mkdir()
    for k in range(3):
        PIL.Image.new("RGB", (8, 8), (k * 100, 0, 0)).save(tmp_path / "photos" / f"{k}.png")
    (tmp_path / "photos" / "notes.txt").write_text("no picture")
    loader = AssetLoader(tmp_path)
    assert [loader.backdrop("photos", pick)[0, 0, 0] for pick in (0.0, 0.5, 0.999)] == [0, 100, 200]


def test_bad_backdrops_are_told_in_words(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.png").write_bytes(b"nothing")
    loader = AssetLoader(tmp_path)
    with pytest.raises(UserError, match="put JPG or PNG files into it"):
        loader.backdrop("empty")
    with pytest.raises(UserError, match="cannot be read as a picture"):
        loader.backdrop("bad.png")
    with pytest.raises(UserError, match="no picture 'missing'"):
        loader.backdrop("missing")
