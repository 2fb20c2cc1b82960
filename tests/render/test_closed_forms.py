"""Views whose every pixel is known from a formula, by both engines."""

import numpy as np
import pytest
from plans import ALONG_Y, FLOOR, camera, frame, pinhole, thing
from ray_casting import degrees_between
from solids import sphere

from scenewright.geometry.camera import Intrinsics, pixel_rays
from scenewright.geometry.transforms import about_axis, look_at, multiply, rotation_matrix

SKEWED = Intrinsics(160, 90, 101.0, 123.0, 70.37, 51.71)
"""Other focal lengths along x and y, and a principal point off the centre."""


def rectangle(intrinsics, low, high):
    """The pixels whose centre sees a point of the plane z = 1 between two corners."""
    rays = pixel_rays(intrinsics)[..., :2]
    return np.all((rays > low) & (rays < high), axis=-1)


@pytest.mark.parametrize("intrinsics", [pinhole(160, 120, 101.0), SKEWED], ids=["centred", "skewed"])
def test_a_cube_seen_face_on_fills_exactly_the_rectangle_that_k_says(draw, intrinsics):
    view = draw(frame([thing(1, "cube")], [camera(intrinsics)]))
    mask = rectangle(intrinsics, (-0.2, -0.2), (0.2, 0.2))  # half an edge, 2.5 m away
    assert mask.any()
    np.testing.assert_array_equal(view.instance_ids == 1, mask)
    np.testing.assert_allclose(view.depth[mask], 2.5, rtol=1e-6)
    np.testing.assert_allclose(view.normals[mask], np.broadcast_to((0, -1, 0), (mask.sum(), 3)), atol=1e-6)
    assert np.isposinf(view.depth[~mask]).all()
    assert (view.normals[~mask] == 0).all()
    np.testing.assert_array_equal(view.amodal_bits, mask[None].astype(np.uint32))
    assert view.amodal_total_px.tolist() == [mask.sum()]


def test_a_cube_hides_exactly_the_part_of_another_that_is_behind_it(draw):
    intrinsics = pinhole(160, 120, 101.0)
    behind = thing(1, "cube", (0.5, 1.0, 0.0))
    view = draw(frame([behind, thing(2, "cube")], [camera(intrinsics)]))
    front = rectangle(intrinsics, (-0.2, -0.2), (0.2, 0.2))
    back = rectangle(intrinsics, (0.0, -1 / 7), (1 / 3.5, 1 / 7))
    side = view.instance_ids[~front & ~back]
    assert (side == 0).all()
    np.testing.assert_array_equal(view.instance_ids == 2, front)
    np.testing.assert_array_equal(view.instance_ids == 1, back & ~front)
    np.testing.assert_array_equal(view.amodal_bits[0] & 1, back)
    np.testing.assert_array_equal(view.amodal_bits[0] >> 1, front)


def test_a_sphere_lies_between_the_true_sphere_and_the_one_inside_its_facets(draw, assets):
    rows, radius, distance = 96, 0.5, 3.0
    assets.models["fine sphere"] = sphere("fine sphere", radius, rows)
    # No point of a facet is farther from a vertex than half the diagonal of its quad, pi / rows on both sides.
    inner = radius * np.cos(np.pi / rows / np.sqrt(2))
    intrinsics = Intrinsics(161, 121, 260.0, 260.0, 80.5, 60.5)
    view = draw(frame([thing(1, "fine sphere")], [camera(intrinsics)]))
    rays = pixel_rays(intrinsics)
    along = distance / np.linalg.norm(rays, axis=-1)  # how far along the unit ray its nearest point to the centre is
    nearest = np.sqrt(distance**2 - along**2)
    mask = view.instance_ids == 1
    assert mask[nearest < inner].all()
    assert not mask[nearest > radius].any()
    hit = nearest < 0.99 * inner

    def depth(r):
        return (along - np.sqrt(r**2 - nearest**2 + 0j).real) / np.linalg.norm(rays, axis=-1)

    assert (view.depth[hit] > depth(radius)[hit] * (1 - 1e-6)).all()
    assert (view.depth[hit] < depth(inner)[hit] * (1 + 1e-6)).all()
    assert view.depth[60, 80] == pytest.approx(distance - radius, rel=1e-6)
    points = (rays[hit] * view.depth[hit, None]) @ rotation_matrix(ALONG_Y).T + (0, -distance, 0)
    assert degrees_between(view.normals[hit], points).max() < 0.05


def test_the_floors_depth_follows_the_closed_form_in_every_row(draw):
    height, pitch = 1.5, 0.4
    rotation = multiply(ALONG_Y, about_axis(0, -pitch))
    view = draw(frame([], [camera(SKEWED, (0.0, -4.0, height), rotation)], FLOOR))
    # A ray (x, y, 1) of a camera that looks down by `pitch` falls by y cos + sin for each metre of depth.
    y = (np.arange(SKEWED.height) + 0.5 - SKEWED.cy) / SKEWED.fy
    fall = y * np.cos(pitch) + np.sin(pitch)
    depth = height / fall
    reach = depth * (np.cos(pitch) - y * np.sin(pitch)) - 4.0
    seen = np.flatnonzero((fall > 0) & (reach < 5.0))
    x = pixel_rays(SKEWED)[0, :, 0]
    inside = np.abs(x * depth[seen][:, None]) < 5.0
    assert len(seen) > 60
    expected = np.broadcast_to(depth[seen][:, None], inside.shape)
    np.testing.assert_allclose(view.depth[seen][inside], expected[inside], rtol=2e-6)
    assert np.isposinf(np.delete(view.depth, seen, axis=0)).all()
    np.testing.assert_allclose(view.normals[seen][inside], np.broadcast_to((0, 0, 1), (inside.sum(), 3)), atol=1e-6)
    assert (view.instance_ids == 0).all()
    assert view.amodal_bits.shape == (0, SKEWED.height, SKEWED.width)
    assert view.amodal_total_px.shape == (0,)


def test_nothing_nearer_than_the_near_plane_is_seen(draw):
    # An open sheet half a metre below the camera reaches from behind it to 4 m before it.
    intrinsics = pinhole(120, 100, 50.0)
    low = thing(1, "sheet", (0.0, 0.0, -0.5), scale=8.0)
    view = draw(frame([low], [camera(intrinsics, (0.0, 0.0, 0.0), near=0.7)]))
    y = (np.arange(100) + 0.5 - 50) / 50
    depth = np.where(y > 0, 0.5 / np.where(y > 0, y, 1), np.inf)
    seen = (depth >= 0.7) & (depth < 4.0)
    assert seen.sum() in range(20, 40)
    mask = seen[:, None] & (np.abs(pixel_rays(intrinsics)[..., 0] * depth[:, None]) < 4.0)
    np.testing.assert_array_equal(view.instance_ids == 1, mask)
    np.testing.assert_array_equal(view.amodal_bits[0] == 1, mask)
    np.testing.assert_allclose(view.depth[mask], np.broadcast_to(depth[:, None], mask.shape)[mask], rtol=1e-5)


def test_nothing_farther_than_the_far_plane_is_seen(draw):
    view = draw(frame([thing(1, "cube")], [camera(pinhole(64, 48, 50.0), far=2.4)], FLOOR))
    assert (view.instance_ids == 0).all()
    assert (view.amodal_bits == 0).all()


def test_a_camera_inside_a_cube_sees_its_far_wall_from_within(draw):
    view = draw(frame([thing(1, "cube", scale=4.0)], [camera(pinhole(64, 48, 60.0), (0.0, 0.0, 0.0))]))
    assert (view.instance_ids == 1).all()
    np.testing.assert_allclose(view.depth, 2.0, rtol=1e-6)
    np.testing.assert_allclose(view.normals, np.broadcast_to((0, -1, 0), (48, 64, 3)), atol=1e-6)


def test_a_near_plane_that_cuts_a_cube_open_shows_its_inside(draw):
    view = draw(frame([thing(1, "cube")], [camera(pinhole(64, 48, 300.0), near=2.7)]))
    assert (view.instance_ids == 1).all()
    np.testing.assert_allclose(view.depth, 3.5, rtol=1e-6)


def test_an_object_larger_than_the_image_covers_all_of_it_and_all_around_it(draw):
    view = draw(frame([thing(1, "cube", scale=40.0)], [camera(pinhole(70, 50, 60.0), (0.0, -21.0, 0.0))]))
    assert (view.instance_ids == 1).all()
    np.testing.assert_allclose(view.depth, 1.0, rtol=2e-6)
    assert view.amodal_total_px.tolist() == [9 * 70 * 50]


def test_a_truncated_cube_counts_its_pixels_beyond_the_border_too(draw):
    intrinsics = Intrinsics(160, 120, 101.0, 101.0, 5.2, 60.0)  # the cube's middle is at the left border
    view = draw(frame([thing(1, "cube")], [camera(intrinsics)]))
    inside = rectangle(intrinsics, (-0.2, -0.2), (0.2, 0.2)).sum()
    moved = Intrinsics(160, 120, 101.0, 101.0, 85.2, 60.0)  # by whole pixels, so that all of it is in the image
    whole = rectangle(moved, (-0.2, -0.2), (0.2, 0.2)).sum()
    assert (view.instance_ids == 1).sum() == inside < whole
    assert view.amodal_total_px.tolist() == [whole]


def test_an_object_behind_the_camera_is_not_seen(draw):
    view = draw(frame([thing(1, "cube", (0.0, -6.0, 0.0))], [camera(pinhole(64, 48, 50.0))]))
    assert (view.instance_ids == 0).all()
    assert view.amodal_total_px.tolist() == [0]


@pytest.mark.parametrize("height", [1.0, -1.0], ids=["above", "below"])
def test_an_open_sheets_normal_is_turned_to_the_side_that_is_seen(draw, height):
    position = (0.3, -1.0, height)
    eye = camera(pinhole(64, 48, 80.0), position, look_at(position, (0.0, 0.0, 0.0), 0.0))
    view = draw(frame([thing(1, "sheet")], [eye]))
    mask = view.instance_ids == 1
    assert mask.any()
    np.testing.assert_allclose(view.normals[mask], np.broadcast_to((0, 0, height), (mask.sum(), 3)), atol=1e-6)


def test_objects_far_from_the_origin_are_as_exact(draw):
    intrinsics, away = pinhole(160, 120, 101.0), np.array([4000.0, -3000.0, 250.0])
    view = draw(frame([thing(1, "cube", away)], [camera(intrinsics, np.add(away, (0, -3, 0)))]))
    mask = rectangle(intrinsics, (-0.2, -0.2), (0.2, 0.2))
    np.testing.assert_allclose(view.depth[view.instance_ids == 1], 2.5, rtol=1e-6)
    # Silhouettes come from world coordinates in float32, the colour engine's: a quarter of a millimetre at 4 km.
    assert ((view.instance_ids == 1) != mask).sum() <= 4
