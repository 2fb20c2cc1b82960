"""Scenes of which every label is known from a formula, and how far off the labels are at worst."""

from dataclasses import replace

import cv2
import numpy as np
from plans import FLOOR, UPRIGHT, Assets, camera, frame, pinhole, thing
from ray_casting import degrees_between
from solids import cube, sphere

from scenewright.annotate.annotate import annotate
from scenewright.assets.model import Clip, Keypoints, Model, Rig, Skin
from scenewright.assets.posing import posed, sample_of
from scenewright.geometry.camera import Intrinsics, pixel_rays, project
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import about_axis, inverse, multiply, pose_matrix, transform_points
from scenewright.render.lens import through_lens, without_lenses
from scenewright.render.renderer import Moment, RenderedFrame
from scenewright.sampling.plan import ObjectPlan

LABELS = (
    "instance_mask", "semantic_mask", "part_mask", "distance_to_image_plane", "distance_to_camera", "normals",
    "camera_normals", "amodal_mask", "object_coordinates", "forward_flow", "backward_flow", "scene_flow", "keypoints",
    "bounding_box_2d_oriented",
)  # fmt: skip
LIMITS = {"depth": 1e-5, "normals_deg": 0.1, "flow_px": 0.02, "keypoints_px": 0.05, "scene_flow_m": 1e-4,
          "coordinates": 1e-4, "mask_px": 0.0, "box_px": 0.0, "distance": 1e-5, "amodal_px": 0.0, "semantic_px": 0.0,
          "part_px": 0.0, "oriented_px": 0.01, "occlusion": 1e-9}  # fmt: skip
"""What is promised: depth and distance as a share of themselves, the others in the units of their names."""

EYE = pinhole(320, 240, 202.0)
BARREL = Intrinsics(320, 240, 210.0, 207.0, 161.3, 118.2, Lens("opencv", (-0.30, 0.09, 0.0012, -0.0008, -0.01)))
ELBOW = np.array([0.0, 0.0, 0.6])


class PosedAssets(Assets):
    """Models in memory that may have poses."""

    def posed(self, source, pose, phase):
        model = self.models[source]
        if (source, pose) not in self.shapes:
            name, sample = sample_of(model, pose, phase)
            self.shapes[source, pose] = posed(model, name, sample) if name else model
        return self.shapes[source, pose]

    def __init__(self):
        super().__init__()
        self.shapes = {}
        self.models["fine sphere"] = sphere("fine sphere", 0.5, 480)
        self.models["marked cube"] = replace(
            cube("marked cube"), keypoints=marks(np.array([[x, -0.5, z] for x in (-0.5, 0.5) for z in (-0.5, 0.5)]))
        )
        self.models["arm"] = two_bone_arm()


def marks(positions, joints=None):
    names = tuple(f"point {k}" for k in range(len(positions)))
    return Keypoints("marks", names, positions, np.zeros(len(positions)), joints or ("",) * len(names))


def bar(low, high):
    """A box between two corners, as the positions, normals and triangles of a cube's."""
    part = cube("bar").parts[0]
    low, high = np.array(low), np.array(high)
    return replace(part, positions=((part.positions + 0.5) * (high - low) + low).astype(np.float32))


def turned(angle):
    """From rest to where the forearm is, once the elbow is bent about the arm's y axis."""
    bend, there = np.eye(4), np.eye(4)
    bend[:3, :3] = [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    there[:3, 3] = ELBOW
    return there @ bend @ np.linalg.inv(there)


def two_bone_arm():
    """An upper arm that stands, and a forearm on its elbow at (0, 0, 0.6) that is straight, or bent by 40 degrees."""
    parts = []
    for joint, (low, high) in enumerate(
        (((-0.1, -0.1, 0.0), (0.1, 0.1, 0.6)), ((-0.08, -0.08, 0.6), (0.08, 0.08, 1.2)))
    ):
        part = bar(low, high)
        count = len(part.positions)
        skin = Skin(np.full((count, 1), joint, np.int32), np.ones((count, 1), np.float32))
        parts.append(replace(part, skin=skin))
    stay = np.eye(4)
    clips = {
        name: Clip(0.0, np.array([[stay, turned(angle), stay]])) for name, angle in (("straight", 0.0), ("bent", BEND))
    }
    points = np.array([[0.0, -0.1, 0.0], [0.0, -0.08, 0.7], [0.0, -0.08, 1.2]])
    keypoints = marks(points, ("upper", "fore", "fore"))
    return Model("arm", tuple(parts), Rig(("upper", "fore", ""), clips, "straight"), keypoints)


BEND = np.radians(40.0)


def labelled(engine, assets, now, then=None):
    """Return the labelled view of a plan, with another one as its next and its last frame."""
    plans = [now, then or now]
    drawn = [
        tuple(through_lens(view, eye) for view, eye in zip(item.views, plan.cameras, strict=True))
        for plan, item in zip(plans, engine.render(without_lenses(plans)), strict=True)
    ]
    other = Moment(plans[1], tuple(view.depth for view in drawn[1]))
    whole = RenderedFrame(now, drawn[0], before=other, after=other)
    return annotate(whole, lambda item: assets.posed(item.asset, item.pose, item.phase), LABELS)[0]


def of_share(found, truth):
    return float(np.abs(found.astype(float) / truth - 1).max())


def apart(found, truth):
    return float(np.linalg.norm(np.asarray(found, float) - truth, axis=-1).max())


def sphere_figures(engine, assets):
    """A ball of half a metre, 3 m ahead."""
    view = labelled(engine, assets, frame([thing(1, "fine sphere")], [camera(EYE)]))
    rays = pixel_rays(EYE)
    length = np.linalg.norm(rays, axis=-1)
    along = 3.0 / length
    nearest = np.sqrt(9.0 - along**2)
    hit = nearest < 0.45
    depth = (along - np.sqrt(np.maximum(0.25 - nearest**2, 0))) / length
    channels = view.channels
    normals = rays * depth[..., None] - (0.0, 0.0, 3.0)
    coordinates = transform_points(pose_matrix((0, -3, 0), camera(EYE).rotation), (rays * depth[..., None])[hit]) + 0.5
    return {
        "depth": of_share(channels["distance_to_image_plane"][hit], depth[hit]),
        "distance": of_share(channels["distance_to_camera"][hit], (depth * length)[hit]),
        "normals_deg": degrees_between(channels["camera_normals"][hit].astype(float), normals[hit]).max(),
        "coordinates": np.abs(channels["object_coordinates"][hit] - coordinates).max(),
        "mask_px": max(0, np.count_nonzero((channels["instance_mask"] == 1) != (nearest < 0.5)) - edge_pixels(nearest)),
    }


def edge_pixels(nearest):
    """How many pixels' centres are within a two hundredth of a pixel of the ball's outline: facets decide there."""
    return np.count_nonzero(np.abs(nearest - 0.5) < 3e-4)


def cube_figures(engine, assets):
    """A cube of a metre, face on, with its four front corners marked."""
    view = labelled(engine, assets, frame([thing(1, "marked cube")], [camera(EYE)]))
    rays = pixel_rays(EYE)[..., :2]
    mask = np.all(np.abs(rays) < 0.2, axis=-1)
    channels, item = view.channels, view.record.instances[0]
    on_front = np.stack([rays[mask][:, 0] * 2.5 + 0.5, np.zeros(mask.sum()), 0.5 - rays[mask][:, 1] * 2.5], axis=1)
    corners = [(160 + 202 * x / 2.5, 120 - 202 * z / 2.5) for x in (-0.5, 0.5) for z in (-0.5, 0.5)]
    rows, columns = np.nonzero(mask)
    box = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    return {
        "mask_px": np.count_nonzero((channels["instance_mask"] == 1) != mask),
        "depth": of_share(channels["distance_to_image_plane"][mask], 2.5),
        "distance": of_share(
            channels["distance_to_camera"][mask], 2.5 * np.hypot(1, np.linalg.norm(rays[mask], axis=-1))
        ),
        "normals_deg": degrees_between(channels["normals"][mask].astype(float), np.array([0.0, -1.0, 0.0])).max(),
        "coordinates": np.abs(channels["object_coordinates"][mask] - on_front).max(),
        "keypoints_px": apart([(p.x, p.y) for p in item.keypoints], corners),
        "box_px": float(np.abs(np.subtract(item.box_tight, box)).max()),
    }


def plane_figures(engine, assets):
    """The floor, 1.5 m below a camera that looks down by 0.4, and moves."""
    down = multiply(camera(EYE).rotation, about_axis(0, -0.4))
    now = frame([], [camera(EYE, (0.0, -4.0, 1.5), down)], FLOOR)
    then = frame([], [camera(EYE, (0.1, -3.8, 1.5), down)], FLOOR)
    view = labelled(engine, assets, now, then)
    rays = pixel_rays(EYE)
    fall = rays[..., 1] * np.cos(0.4) + np.sin(0.4)
    depth = 1.5 / np.where(fall > 0, fall, np.nan)
    hit = (fall > 0.05) & np.isfinite(view.channels["distance_to_image_plane"])
    local = rays[hit] * depth[hit][:, None]
    step = transform_points(inverse(pose_matrix((0, 0, 0), down)), np.array([[0.1, 0.2, 0.0]]))[0]
    flow = project(EYE, local - step) - project(EYE, local)
    return {
        "depth": of_share(view.channels["distance_to_image_plane"][hit], depth[hit]),
        "distance": of_share(view.channels["distance_to_camera"][hit], np.linalg.norm(local, axis=-1)),
        "normals_deg": degrees_between(view.channels["normals"][hit].astype(float), np.array([0.0, 0.0, 1.0])).max(),
        "flow_px": apart(view.channels["forward_flow"][hit], flow),
        "scene_flow_m": apart(view.channels["scene_flow"][hit], 0.0),
    }


def cubes_figures(engine, assets):
    """Two cubes that move apart, one of them towards the camera."""
    before = [thing(1, "cube", (-0.8, 1.0, 0.0)), thing(2, "cube", (0.7, 0.0, 0.1))]
    moves = np.array([[0.0, 0.0, 0.0], [0.12, -0.4, 0.05], [0.2, 0.0, -0.15]])
    after = [replace(one, position=tuple(np.add(one.position, moves[k + 1]))) for k, one in enumerate(before)]
    now, then = frame(before, [camera(EYE)]), frame(after, [camera(EYE)])
    view = labelled(engine, assets, now, then)
    back = labelled(engine, assets, then, now)
    worst = {"flow_px": 0.0, "scene_flow_m": 0.0}
    for seen, channel, sign in ((view, "forward_flow", 1), (back, "backward_flow", -1)):
        ids = seen.channels["instance_mask"]
        mask = ids > 0
        local = pixel_rays(EYE)[mask] * seen.channels["distance_to_image_plane"][mask].astype(float)[:, None]
        step = sign * moves[ids[mask]][:, [0, 2, 1]] * (1, -1, 1)
        worst["flow_px"] = max(
            worst["flow_px"], apart(seen.channels[channel][mask], project(EYE, local + step) - project(EYE, local))
        )
    mask = view.channels["instance_mask"] > 0
    worst["scene_flow_m"] = apart(view.channels["scene_flow"][mask], moves[view.channels["instance_mask"][mask]])
    return worst


def chessboard_figures(engine, assets):
    """Fifteen marked cubes through a lens; where their corners are OpenCV says."""
    cubes = [thing(1 + k, "marked cube", (0.9 * (k % 5 - 2), 0.0, 0.7 * (k // 5 - 1)), scale=0.6) for k in range(15)]
    now = frame(cubes, [camera(BARREL)])
    then = frame(cubes, [camera(BARREL, (0.15, -2.9, 0.05))])
    view = labelled(engine, assets, now, then)
    on_front = pixel_rays(BARREL)[..., :2] * 2.7
    inner, worst = np.zeros(on_front.shape[:2], bool), 0.0
    for k, item in enumerate(cubes):
        x, z = item.position[0], item.position[2]
        away = np.maximum(np.abs(on_front[..., 0] - x), np.abs(-on_front[..., 1] - z)) - 0.3
        inner |= (away < -0.02) & (view.channels["instance_mask"] == k + 1)
        world = np.array([point.world for point in view.record.instances[k].keypoints])
        found = np.array([(p.x, p.y) for p in view.record.instances[k].keypoints])
        worst = max(worst, apart(found, by_opencv(world - (0.0, -3.0, 0.0))))
    local = np.dstack([on_front, np.full(on_front.shape[:2], 2.7)])[inner]
    flow = by_opencv(to_world(local) - (0.15, 0.1, 0.05)) - by_opencv(to_world(local))
    return {
        "depth": of_share(view.channels["distance_to_image_plane"][inner], 2.7),
        "distance": of_share(
            view.channels["distance_to_camera"][inner], 2.7 * np.linalg.norm(pixel_rays(BARREL)[inner], axis=-1)
        ),
        "normals_deg": degrees_between(view.channels["normals"][inner].astype(float), np.array([0.0, -1.0, 0.0])).max(),
        "keypoints_px": worst,
        "flow_px": apart(view.channels["forward_flow"][inner], flow),
    }


def to_world(local):
    """From a camera that looks along +y to axes like the world's."""
    return np.stack([local[:, 0], local[:, 2], -local[:, 1]], axis=1)


def by_opencv(points):
    """Where OpenCV has points (N, 3), seen from their origin along +y through the barrel lens."""
    local = np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1)
    coefficients = np.array([*BARREL.lens.coefficients, 0.0, 0.0, 0.0])[:8]
    pixels, _ = cv2.projectPoints(local, np.zeros(3), np.zeros(3), BARREL.matrix(), coefficients)
    return pixels.reshape(-1, 2)


def arm_figures(engine, assets):
    """An arm whose forearm bends by 40 degrees from one frame to the next."""
    items = [
        ObjectPlan(1, "arms", 1, "arm", "arm", (-0.2, 0.0, -0.6), UPRIGHT, 1.0, pose) for pose in ("straight", "bent")
    ]
    straight, bent = (frame([item], [camera(EYE)]) for item in items)
    view, curled = labelled(engine, assets, straight, bent), labelled(engine, assets, bent, straight)
    place = np.array(items[0].position)
    worst = {"flow_px": 0.0, "keypoints_px": 0.0, "normals_deg": 0.0, "depth": 0.0}
    for seen, angle, other, channel in ((view, 0.0, BEND, "forward_flow"), (curled, BEND, 0.0, "backward_flow")):
        mask = seen.channels["instance_mask"] == 1
        local = pixel_rays(EYE)[mask] * seen.channels["distance_to_image_plane"][mask].astype(float)[:, None]
        world = to_world(local) - np.add(place, (0.0, 3.0, 0.0))
        rest = transform_points(np.linalg.inv(turned(angle)), world)
        is_fore = np.abs(rest[:, 1] + 0.08) < 2e-5  # the fronts of both bars are at a known depth
        is_upper = np.abs(world[:, 1] + 0.1) < 2e-5
        there = transform_points(turned(other), rest)
        moved = np.where(is_fore[:, None], there, world)
        known = is_fore | is_upper
        from_eye = (moved + place - (0.0, -3.0, 0.0))[known]
        pixels = project(EYE, np.stack([from_eye[:, 0], -from_eye[:, 2], from_eye[:, 1]], axis=1))
        flow = pixels - project(EYE, local[known])
        worst["flow_px"] = max(worst["flow_px"], apart(seen.channels[channel][mask][known], flow))
        normals = degrees_between(seen.channels["normals"][mask][known].astype(float), np.array([0.0, -1.0, 0.0]))
        worst["normals_deg"] = max(worst["normals_deg"], normals.max())
        depth = np.where(is_fore, 2.92, 2.9)[known]
        worst["depth"] = max(worst["depth"], of_share(local[known][:, 2], depth))
        points = transform_points(turned(angle), np.array([[0.0, -0.08, 0.7], [0.0, -0.08, 1.2]]))
        marked = np.array([[0.0, -0.1, 0.0], *points]) + place - (0.0, -3.0, 0.0)
        truth = project(EYE, np.stack([marked[:, 0], -marked[:, 2], marked[:, 1]], axis=1))
        found = [(p.x, p.y) for p in seen.record.instances[0].keypoints]
        worst["keypoints_px"] = max(worst["keypoints_px"], apart(found, truth))
        assert known.sum() > 0.6 * mask.sum()
        assert is_fore.sum() > 300
    return worst


SCENES = {
    "sphere": sphere_figures,
    "cube": cube_figures,
    "plane": plane_figures,
    "two moving cubes": cubes_figures,
    "distorted chessboard": chessboard_figures,
    "two-bone arm": arm_figures,
}
