"""Scenes of things that hide each other, lenses that see wide and skins that stretch, known from formulas."""

from dataclasses import replace

import cv2
import numpy as np
from closed_forms import BEND, EYE, apart, labelled, marks, of_share, to_world, turned
from plans import UPRIGHT, camera, frame, thing
from ray_casting import degrees_between
from solids import part, sheet

from scenewright.assets.model import Clip, Model, Rig, Skin
from scenewright.geometry.camera import Intrinsics, pixel_rays, project
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import about_axis, rotation_matrix
from scenewright.sampling.plan import ObjectPlan

FACING = about_axis(0, np.pi / 2)
"""Turns a sheet, which faces up, to a camera that looks along +y."""
TILT = about_axis(1, 0.44)
BALL, BAR = 3, 5
"""Class ids."""
UNSURE = 3e-4
"""Metres; nearer to an outline the rounding of an engine's numbers and a ball's facets decide."""


def flat_part(low, high):
    """A rectangle (x, z) in the plane y = 0 that faces -y."""
    corners = [(low[0], 0, low[1]), (high[0], 0, low[1]), (high[0], 0, high[1]), (low[0], 0, high[1])]
    return part(corners, [(0, -1, 0)] * 4, [[0, 1, 2], [0, 2, 3]])


def hidden_figures(engine, assets):
    """A ball behind a turned bar of two parts behind a post that has no label."""
    halves = flat_part((-0.5, -0.15), (0.1, 0.15)), flat_part((0.1, -0.15), (0.5, 0.15))
    assets.models.setdefault("bar of two parts", Model("bar of two parts", halves))
    assets.models.setdefault("post", sheet("post"))
    objects = [
        replace(thing(1, "fine sphere", (0.2, 1.0, 0.1)), class_id=BALL, class_name="ball"),
        replace(thing(2, "bar of two parts", (0.1, 0.2, 0.03), TILT), class_id=BAR, class_name="bar"),
        thing(0, "post", (0.31, -0.5, 0.02), FACING, 0.3),
    ]
    view = labelled(engine, assets, frame(objects, [camera(EYE)]))
    channels, (ball, bar) = view.channels, view.record.instances
    along, inside = insides(pixel_rays(EYE))
    sure = np.min([np.abs(margin) for margin in (*inside.values(), along)], axis=0) > UNSURE
    is_ball, is_bar, is_post = (inside[name] > 0 for name in ("ball", "bar", "post"))
    ids = np.where(is_post, 0, np.where(is_bar, 2, np.where(is_ball, 1, 0)))
    parts = np.where(ids == 2, np.where(along > 0, 2, 1), ids)
    bits = is_ball * 1 + is_bar * 2
    assert (ids == 1).sum() > 400
    assert 0.2 < ball.occlusion_ratio < 0.9 > bar.occlusion_ratio > 0.05

    def wrong(found, truth):
        return np.count_nonzero((found != truth) & sure)

    hidden = 1 - np.array([(ids == k + 1).sum() / shape.sum() for k, shape in enumerate((is_ball, is_bar))])
    edges = np.count_nonzero(~sure) / ball.amodal_px
    off = np.abs([ball.occlusion_ratio - hidden[0], bar.occlusion_ratio - hidden[1]]).max()
    return {
        "mask_px": wrong(channels["instance_mask"], ids),
        "amodal_px": wrong(channels["amodal_mask"][..., 0], bits),
        "semantic_px": wrong(channels["semantic_mask"], np.array([0, BALL, BAR])[ids]),
        "part_px": wrong(channels["part_mask"], parts),
        "box_px": max(
            np.abs(np.subtract(item.box_loose, bounds(shape))).max()
            for item, shape in ((ball, is_ball), (bar, is_bar))
        ),
        "oriented_px": max(oriented_error(item, ids == item.instance_id) for item in (ball, bar)),
        "occlusion": max(0.0, float(off) - edges),
    }  # fmt: skip


def insides(rays):
    """How far inside each shape every pixel's ray passes, in metres, and how far right of the line between parts."""
    direction = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
    center = np.array([0.2, -0.1, 4.0])
    nearest = np.linalg.norm(center - (direction @ center)[..., None] * direction, axis=-1)
    on_bar = np.dstack([rays[..., 0] * 3.2 - 0.1, np.zeros(rays.shape[:2]), -rays[..., 1] * 3.2 - 0.03])
    local = on_bar @ rotation_matrix(TILT)
    on_post = np.abs(rays[..., :2] * 2.5 - (0.31, -0.02)).max(axis=-1)
    bar = np.minimum(0.5 - np.abs(local[..., 0]), 0.15 - np.abs(local[..., 2]))
    return local[..., 0] - 0.1, {"ball": 0.5 - nearest, "bar": bar, "post": 0.15 - on_post}


def bounds(mask):
    rows, columns = np.nonzero(mask)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def oriented_error(item, mask):
    """How far pixels reach out of a box, and how much longer its mean side is than that of OpenCV's smallest box."""
    rows, columns = np.nonzero(mask)
    corners = np.concatenate([np.stack([columns + dx, rows + dy], axis=1) for dx in (0, 1) for dy in (0, 1)])
    box = np.reshape(item.box_oriented, (4, 2))
    sides = np.roll(box, -1, axis=0) - box
    lengths = np.linalg.norm(sides, axis=1)
    assert np.abs((sides * np.roll(sides, 1, axis=0)).sum(axis=1)).max() < 1e-6 * lengths.max() ** 2
    inwards = np.stack([-sides[:, 1], sides[:, 0]], axis=1) / lengths[:, None]  # clockwise as seen, y down
    out = -min(((corners - start) @ inward).min() for start, inward in zip(box, inwards, strict=True))
    smallest = np.sqrt(np.prod(cv2.minAreaRect(corners.astype(np.float32))[1]))
    return max(out, abs(np.sqrt(lengths[0] * lengths[1]) - smallest))


FISHEYE = Intrinsics(320, 240, 130.0, 129.0, 161.2, 118.7, Lens("fisheye", (0.02, -0.004, 0.001, 0.0)))


def fisheye_figures(engine, assets):
    """Fifteen marked cubes as far as 55 degrees off the axis, through a fisheye lens; their corners are OpenCV's."""
    cubes = [thing(1 + k, "marked cube", (1.9 * (k % 5 - 2), 0.0, 1.5 * (k // 5 - 1)), scale=0.9) for k in range(15)]
    then = frame(cubes, [camera(FISHEYE, (0.15, -2.9, 0.05))])
    view = labelled(engine, assets, frame(cubes, [camera(FISHEYE)]), then)
    rays, depth = pixel_rays(FISHEYE), 3.0 - 0.45
    on_front = rays[..., :2] * depth
    inner, keypoints = np.zeros(on_front.shape[:2], bool), 0.0
    for k, item in enumerate(cubes):
        x, z = item.position[0], item.position[2]
        away = np.maximum(np.abs(on_front[..., 0] - x), np.abs(-on_front[..., 1] - z)) - 0.45
        inner |= (away < -0.03) & (view.channels["instance_mask"] == k + 1)
        world = np.array([point.world for point in view.record.instances[k].keypoints])
        found = np.array([(p.x, p.y) for p in view.record.instances[k].keypoints], float)
        truth = by_fisheye(world - (0.0, -3.0, 0.0))
        is_inside = np.isfinite(found[:, 0])
        assert (is_inside == ((truth >= 0) & (truth < (320, 240))).all(axis=1)).all()
        keypoints = max(keypoints, apart(found[is_inside], truth[is_inside]))
    world = to_world(np.dstack([on_front, np.full(on_front.shape[:2], depth)])[inner])
    flow = by_fisheye(world - (0.15, 0.1, 0.05)) - by_fisheye(world)
    channels = view.channels
    assert inner.sum() > 5000
    return {
        "depth": of_share(channels["distance_to_image_plane"][inner], depth),
        "distance": of_share(channels["distance_to_camera"][inner], depth * np.linalg.norm(rays[inner], axis=-1)),
        "normals_deg": degrees_between(channels["normals"][inner].astype(float), np.array([0.0, -1.0, 0.0])).max(),
        "keypoints_px": keypoints,
        "flow_px": apart(channels["forward_flow"][inner], flow),
    }


def by_fisheye(points):
    """Where OpenCV has points (N, 3), seen from their origin along +y through the fisheye lens."""
    local = np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)[:, None]
    zero = np.zeros(3)
    pixels, _ = cv2.fisheye.projectPoints(local, zero, zero, FISHEYE.matrix(), np.array(FISHEYE.lens.coefficients))
    return pixels.reshape(-1, 2)


def share(z):
    """How much of a point at a height follows the forearm: from none at 0.35 to all of it at 0.85."""
    return np.clip((z - 0.35) / 0.5, 0.0, 1.0)


def skinned(points, angle):
    """Where linear blend skinning puts points (N, 2), x and z at rest, with the elbow bent by an angle."""
    bent = turned(angle)
    there = points @ bent[np.ix_((0, 2), (0, 2))].T + bent[(0, 2), 3]
    weight = share(points[:, 1])[:, None]
    return (1 - weight) * points + weight * there


def unskinned(there, angle):
    """The points at rest that skinning puts somewhere (N, 2), by Newton's method; and how exactly."""
    bent = np.linalg.inv(turned(angle))
    back = there @ bent[np.ix_((0, 2), (0, 2))].T + bent[(0, 2), 3]
    rest = np.where(there[:, 1:] < 0.6, there, back)
    step = 1e-6
    for _ in range(30):
        here = skinned(rest, angle)
        slopes = np.stack([(skinned(rest + step * axis, angle) - here) / step for axis in np.eye(2)], axis=-1)
        rest = rest - 0.7 * np.linalg.solve(slopes, (here - there)[..., None])[..., 0]
    return rest, np.abs(skinned(rest, angle) - there).max(axis=-1)


def soft_arm():
    """A flat arm, finely woven, whose middle follows both bones."""
    columns, rows = 21, 481
    x, z = np.meshgrid(np.linspace(-0.1, 0.1, columns), np.linspace(0.0, 1.2, rows))
    corners = np.stack([x.ravel(), np.zeros(x.size), z.ravel()], axis=1)
    place = np.arange(x.size).reshape(rows, columns)
    a, b, c, d = (p.ravel() for p in (place[:-1, :-1], place[:-1, 1:], place[1:, 1:], place[1:, :-1]))
    skin = Skin(
        np.tile(np.array([[0, 1]], np.int32), (x.size, 1)),
        np.stack([1 - share(corners[:, 2]), share(corners[:, 2])], axis=1).astype(np.float32),
    )
    woven = part(
        corners, np.tile((0, -1, 0), (x.size, 1)), np.concatenate([np.stack(t, 1) for t in ((a, b, c), (a, c, d))])
    )
    stay = np.eye(4)
    clips = {n: Clip(0.0, np.array([[stay, turned(angle), stay]])) for n, angle in (("straight", 0.0), ("bent", BEND))}
    points = marks(np.array([[0.0, 0.0, 0.1], [0.05, 0.0, 1.0]]), ("upper", "fore"))
    return Model("soft arm", (replace(woven, skin=skin),), Rig(("upper", "fore", ""), clips, "straight"), points)


def soft_arm_figures(engine, assets):
    """A soft arm whose skin stretches over an elbow that bends by 40 degrees from one frame to the next."""
    assets.models.setdefault("soft arm", soft_arm())
    place = np.array((-0.2, 0.0, -0.6))
    items = [ObjectPlan(1, "arms", 1, "arm", "soft arm", tuple(place), UPRIGHT, 1.0, p) for p in ("straight", "bent")]
    straight, bent = (frame([item], [camera(EYE)]) for item in items)
    views = labelled(engine, assets, straight, bent), labelled(engine, assets, bent, straight)
    worst = dict.fromkeys(("mask_px", "depth", "distance", "normals_deg", "flow_px", "keypoints_px"), 0.0)
    rays = pixel_rays(EYE)
    on_plane = np.stack([rays[..., 0] * 3.0 - place[0], -rays[..., 1] * 3.0 - place[2]], axis=-1).reshape(-1, 2)
    for view, angle, other, way in ((views[0], 0.0, BEND, "forward"), (views[1], BEND, 0.0, "backward")):
        rest, error = unskinned(on_plane, angle)
        margin = np.minimum(0.1 - np.abs(rest[:, 0]), 0.6 - np.abs(rest[:, 1] - 0.6)).reshape(240, 320)
        margin = np.where(error.reshape(240, 320) < 1e-9, margin, -1.0)
        mask = view.channels["instance_mask"] == 1
        figures = {"mask_px": np.count_nonzero((mask != (margin > 0)) & (np.abs(margin) > UNSURE))}
        mask &= margin > UNSURE
        moved = skinned(rest[mask.ravel()], other)
        ahead = pixels_of(moved + place[[0, 2]])
        figures["flow_px"] = apart(
            view.channels[f"{way}_flow"][mask], ahead - pixels_of(on_plane[mask.ravel()] + place[[0, 2]])
        )
        figures["depth"] = of_share(view.channels["distance_to_image_plane"][mask], 3.0)
        lengths = np.linalg.norm(rays[mask], axis=-1)
        figures["distance"] = of_share(view.channels["distance_to_camera"][mask], 3.0 * lengths)
        normals = view.channels["normals"][mask].astype(float)
        figures["normals_deg"] = degrees_between(normals, np.array([0.0, -1.0, 0.0])).max()
        elbow = turned(angle)[np.ix_((0, 2), (0, 2, 3))]
        points = np.array([(0.0, 0.1), elbow @ (0.05, 1.0, 1.0)]) + place[[0, 2]]
        figures["keypoints_px"] = apart([(p.x, p.y) for p in view.record.instances[0].keypoints], pixels_of(points))
        blended = (rest[:, 1] > 0.35) & (rest[:, 1] < 0.85)
        assert blended[mask.ravel()].sum() > 300
        worst = {name: max(worst[name], float(figure)) for name, figure in figures.items()}
    return worst


def pixels_of(points):
    """Where points (N, 2), x and z in the plane 3 m ahead, appear."""
    return project(EYE, np.stack([points[:, 0], -points[:, 1], np.full(len(points), 3.0)], axis=1))


MORE_SCENES = {
    "ball, bar and post": hidden_figures,
    "fisheye chessboard": fisheye_figures,
    "soft arm": soft_arm_figures,
}
