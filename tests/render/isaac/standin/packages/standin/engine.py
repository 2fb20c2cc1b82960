"""Draws the open stage: what its prims are set to now, with a small rasteriser, in Isaac's formats."""

from functools import lru_cache

import numpy as np
import OpenEXR
import PIL.Image

from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.raster import hits, nearest
from standin import behaviour, state

TIME = 0.0
"""When the stage is looked at: where the timeline stands, at which a value at a time hides one at no time."""

UNIT = 1.0 / 700.0
"""What a light's intensity of 1 is here: renderers do not agree on that."""


def render(camera_path, resolution, subframes):
    """All annotators of a camera."""
    scene = composed()
    camera = camera_of(camera_path, resolution)
    world_from_camera = camera["pose"]
    local = transformed(np.linalg.inv(world_from_camera), scene["corners"].reshape(-1, 3)).reshape(-1, 3, 3)
    i = camera["intrinsics"]
    seen = nearest(i.width, i.height, hits(i, local, camera["near"], camera["far"]))
    pixels = (seen.row, seen.column)
    owner = np.full((i.height, i.width), -1)
    owner[pixels] = scene["owner"][seen.triangle]
    depth = np.full(owner.shape, np.inf, np.float32)
    depth[pixels] = seen.depth
    points = np.einsum("ki,kij->kj", seen.weights, scene["corners"][seen.triangle])
    normal = np.einsum("ki,kij->kj", seen.weights, scene["normals"][seen.triangle])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    flip = np.einsum("ki,ki->k", normal, points - world_from_camera[:3, 3]) > 0
    normal[flip] *= -1
    normals = np.zeros((*owner.shape, 4), np.float32)
    normals[pixels] = np.concatenate([normal, np.full((len(normal), 1), 7.0)], axis=1)
    light = background(i, world_from_camera)
    light[pixels] = scene["colors"][seen.triangle] * lighting(points, normal)
    result = {
        "rgb": picture(light),
        "distance_to_image_plane": depth,
        "normals": normals,
        "instance_segmentation": segmentation(owner, scene["labelled"]),
        "bounding_box_3d": boxes(scene),
        "camera_params": parameters(camera, resolution),
        "motion_vectors": motion(owner, points, pixels, scene, camera, subframes),
    }
    return with_quirks(result, world_from_camera)


def composed():
    """Every visible mesh of the stage, in the world."""
    stage, real = state.stage, state.real
    cache = real.UsdGeom.XformCache(TIME)
    found = {name: [] for name in ("corners", "normals", "owner", "colors")}
    labelled, extents, matrices = [], [], []
    for prim in stage.Traverse():
        if not prim.IsA(real.UsdGeom.Mesh):
            continue
        if real.UsdGeom.Imageable(prim).ComputeVisibility(TIME) == "invisible":
            continue
        points, normals, triangles = geometry(prim)
        matrix = np.array(cache.GetLocalToWorldTransform(prim)).T
        root = label_root(prim)
        owner = -1
        if root is not None:
            path = str(root.GetPath())
            if path not in labelled:
                labelled.append(path)
                extents.append([points.min(axis=0), points.max(axis=0)])
                matrices.append(np.array(cache.GetLocalToWorldTransform(root)).T)
            owner = labelled.index(path)
            extents[owner][0] = np.minimum(extents[owner][0], points.min(axis=0))
            extents[owner][1] = np.maximum(extents[owner][1], points.max(axis=0))
        found["corners"].append(transformed(matrix, points)[triangles])
        found["normals"].append((normals @ np.linalg.inv(matrix[:3, :3]))[triangles])
        found["owner"].append(np.full(len(triangles), owner))
        found["colors"].append(np.tile(color_of(prim), (len(triangles), 1)))
    scene = {name: np.concatenate(parts) for name, parts in found.items()}
    return scene | {"labelled": labelled, "extents": extents, "matrices": matrices}


def geometry(prim):
    mesh = state.real.UsdGeom.Mesh(prim)
    if str(prim.GetPath()).startswith("/World/room"):  # its points are set anew for each frame
        return read_geometry(mesh)
    return kept_geometry(str(prim.GetPath()), mesh)


_KEPT = {}


def kept_geometry(path, mesh):
    if path not in _KEPT:
        _KEPT[path] = read_geometry(mesh)
    return _KEPT[path]


def read_geometry(mesh):
    points = np.array(mesh.GetPointsAttr().Get(TIME), np.float64)
    normals = np.array(mesh.GetNormalsAttr().Get(TIME), np.float64)
    assert set(mesh.GetFaceVertexCountsAttr().Get(TIME)) == {3}
    return points, normals, np.array(mesh.GetFaceVertexIndicesAttr().Get(TIME)).reshape(-1, 3)


def label_root(prim):
    """The nearest prim above with a label, by the API that this version reads."""
    while prim and str(prim.GetPath()) != "/":
        if behaviour.VERSION < (5, 0):
            if prim.GetAttribute("semantic:Semantics:params:semanticData").Get(TIME):
                return prim
        else:
            labels = prim.GetAttribute("semantics:labels:class").Get(TIME)
            if labels and "SemanticsLabelsAPI:class" in prim.GetAppliedSchemas():
                return prim
        prim = prim.GetParent()
    return None


def color_of(prim):
    """The linear colour of a mesh: the mean of its texture times what multiplies it."""
    if behaviour.WISHES.get("late_materials") and state.updates < behaviour.WISHES["late_materials"]:
        return np.full(3, 0.5)
    material, _ = state.real.UsdShade.MaterialBindingAPI(prim).ComputeBoundMaterial()
    if not material:
        return np.full(3, 0.5)
    omnipbr = state.real.UsdShade.Shader(material.GetPrim().GetChild("Shader"))
    if omnipbr:
        tint, file = omnipbr.GetInput("diffuse_tint"), omnipbr.GetInput("diffuse_texture")
        if behaviour.WISHES.get("omnipbr_unknown") or not tint:
            return np.full(3, 0.5)
        return np.array(tint.Get(TIME)) * mean_color(file.Get(TIME).path)
    surface = material.ComputeSurfaceSource()[0]
    source = surface.GetInput("diffuseColor")
    connected = source.GetConnectedSources()[0]
    if not connected:
        return np.array(source.Get(TIME))
    texture = state.real.UsdShade.Shader(connected[0].source.GetPrim())
    scale = texture.GetInput("scale")
    path = texture.GetInput("file").Get(TIME)
    factor = np.array(scale.Get(TIME))[:3] if scale else np.ones(3)
    return factor * mean_color(path.resolvedPath or path.path)


@lru_cache(500)
def mean_color(file):
    with PIL.Image.open(file) as picture:
        small = np.asarray(picture.convert("RGB").resize((4, 4), PIL.Image.Resampling.BOX), np.float64) / 255
    return np.where(small <= 0.04045, small / 12.92, ((small + 0.055) / 1.055) ** 2.4).mean(axis=(0, 1))


@lru_cache(50)
def dome_picture(file):
    if file.endswith(".exr"):
        with OpenEXR.File(file) as opened:
            return opened.channels()["RGB"].pixels.astype(np.float64)
    return np.broadcast_to(mean_color(file), (2, 4, 3))


def dome():
    light = state.real.UsdLux.DomeLight(state.stage.GetPrimAtPath("/World/lights/dome"))
    path = light.GetTextureFileAttr().Get(TIME)
    strength = light.GetIntensityAttr().Get(TIME) * np.array(light.GetColorAttr().Get(TIME)) * UNIT
    pose = np.array(state.real.UsdGeom.XformCache(TIME).GetLocalToWorldTransform(light.GetPrim())).T
    return dome_picture(path.resolvedPath or path.path), strength, pose[:3, :3]


def background(i, world_from_camera):
    """What the dome light shows behind everything: its picture as OpenEXR has it, +Z in the middle, +X left of it."""
    picture, strength, pose = dome()
    x = (np.arange(i.width) + 0.5 - i.cx) / i.fx
    y = (np.arange(i.height) + 0.5 - i.cy) / i.fy
    rays = np.stack([*np.broadcast_arrays(x[None, :], y[:, None]), np.ones((i.height, i.width))], axis=-1)
    local = rays @ world_from_camera[:3, :3].T @ pose
    if behaviour.WISHES.get("dome_turned"):
        local = local @ np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    local /= np.linalg.norm(local, axis=-1, keepdims=True)
    u = 0.5 - np.arctan2(local[..., 0], local[..., 2]) / (2 * np.pi)
    v = np.arccos(np.clip(local[..., 1], -1, 1)) / np.pi
    rows = np.minimum((v * picture.shape[0]).astype(int), picture.shape[0] - 1)
    columns = np.minimum((u * picture.shape[1]).astype(int), picture.shape[1] - 1)
    return picture[rows, columns] * strength


def lighting(points, normals):
    """Irradiance over pi at points of matt surfaces."""
    picture, strength, _ = dome()
    total = np.tile(picture.mean(axis=(0, 1)) * strength, (len(points), 1))
    real = state.real
    cache = real.UsdGeom.XformCache(TIME)
    for prim in state.stage.GetPrimAtPath("/World/lights").GetChildren():
        if prim.IsA(real.UsdLux.DomeLight) or real.UsdGeom.Imageable(prim).ComputeVisibility(TIME) == "invisible":
            continue
        light = real.UsdLux.LightAPI(prim)
        assert light.GetNormalizeAttr().Get(TIME)
        power = light.GetIntensityAttr().Get(TIME) * np.array(light.GetColorAttr().Get(TIME)) * UNIT
        pose = np.array(cache.GetLocalToWorldTransform(prim)).T
        if prim.IsA(real.UsdLux.DistantLight):
            if behaviour.WISHES.get("opaque_rooms") and ceiling_is_shown():
                continue
            cosine = np.maximum(normals @ pose[:3, 2], 0)
            total += cosine[:, None] * power / np.pi
            continue
        toward = pose[:3, 3] - points
        distance = np.linalg.norm(toward, axis=1, keepdims=True)
        cosine = np.maximum(np.einsum("ki,ki->k", normals, toward / distance), 0)
        share = np.full(len(points), 0.25)
        if prim.IsA(real.UsdLux.RectLight):
            share = np.maximum(toward / distance @ pose[:3, 2], 0)
        shaping = real.UsdLux.ShapingAPI(prim).GetShapingConeAngleAttr()
        if shaping and shaping.HasAuthoredValue():
            share = share * (toward / distance @ pose[:3, 2] > np.cos(np.radians(shaping.Get(TIME))))
        total += (cosine * share / distance[:, 0] ** 2)[:, None] * power / np.pi
    return total


def ceiling_is_shown():
    ceiling = state.stage.GetPrimAtPath("/World/room/ceiling")
    return bool(ceiling) and state.real.UsdGeom.Imageable(ceiling).ComputeVisibility(TIME) != "invisible"


def picture(light):
    clipped = np.clip(light, 0, 1)
    coded = np.where(clipped <= 0.0031308, 12.92 * clipped, 1.055 * clipped ** (1 / 2.4) - 0.055)
    result = np.full((*light.shape[:2], 4), 255, np.uint8)
    result[..., :3] = np.round(coded * 255)
    return result


def segmentation(owner, labelled):
    """Ids differ from frame to frame; 0 is background, 1 unlabelled."""
    numbers = np.random.default_rng(state.steps).permutation(len(labelled)) + 2
    ids = np.zeros(owner.shape, np.uint32)
    for place, number in enumerate(numbers):
        ids[owner == place] = number
    labels = {int(number): path for number, path in zip(numbers, labelled, strict=True)}
    return {"data": ids, "info": {"idToLabels": labels, "idToSemantics": {k: {"class": "?"} for k in labels}}}


def boxes(scene):
    names = ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max")
    kind = [("semanticId", "<u4"), *((name, "<f4") for name in names), ("transform", "<f4", (4, 4))]
    rows = np.zeros(len(scene["labelled"]), [*kind, ("occlusionRatio", "<f4")])
    for row, (low, high), matrix in zip(rows, scene["extents"], scene["matrices"], strict=True):
        for name, value in zip(names, (*low, *high), strict=True):
            row[name] = value
        row["transform"] = matrix.T
    return {"data": rows, "info": {"primPaths": list(scene["labelled"]), "idToLabels": {}, "bboxIds": []}}


def camera_of(path, resolution):
    """A camera as Isaac has it: pixels are square, whatever the vertical aperture says."""
    prim = state.real.UsdGeom.Camera(state.stage.GetPrimAtPath(path))
    width, height = resolution
    per_px = prim.GetHorizontalApertureAttr().Get(TIME) / width
    focal = prim.GetFocalLengthAttr().Get(TIME) / per_px
    right = 0 if behaviour.WISHES.get("no_offset") else prim.GetHorizontalApertureOffsetAttr().Get(TIME) / per_px
    up = 0 if behaviour.WISHES.get("no_offset") else prim.GetVerticalApertureOffsetAttr().Get(TIME) / per_px
    near, far = prim.GetClippingRangeAttr().Get(TIME)
    usd = np.array(state.real.UsdGeom.XformCache(TIME).GetLocalToWorldTransform(prim.GetPrim())).T
    return {
        "intrinsics": Intrinsics(width, height, focal, focal, width / 2 - right, height / 2 + up),
        "pose": usd @ np.diag([1.0, -1.0, -1.0, 1.0]),
        "usd": usd,
        "near": near,
        "far": far,
        "prim": prim,
    }


def parameters(camera, resolution):
    view = np.linalg.inv(camera["usd"]).T
    return {
        "cameraViewTransform": view.ravel(),
        "cameraModel": "pinhole",
        "cameraFocalLength": camera["prim"].GetFocalLengthAttr().Get(TIME),
        "cameraNearFar": np.array([camera["near"], camera["far"]]),
        "metersPerSceneUnit": 1.0,
        "renderProductResolution": np.array(resolution),
    }


def motion(owner, points, pixels, scene, camera, subframes):
    """Previous minus current position, x to the left and y upwards positive, as Replicator's documentation says."""
    vectors = np.zeros((*owner.shape, 4), np.float32)
    now = {"matrices": dict(zip(scene["labelled"], scene["matrices"], strict=True)), "camera": camera}
    key = str(camera["prim"].GetPath())
    before, state.before[key] = state.before.get(key), now
    if before is None or subframes > 1 or len(points) == 0:
        return vectors
    moved = points.copy()
    for place, path in enumerate(scene["labelled"]):
        if path in before["matrices"]:
            mask = owner[pixels] == place
            back = before["matrices"][path] @ np.linalg.inv(now["matrices"][path])
            moved[mask] = transformed(back, points[mask])
    old, new = project(before["camera"], moved), project(camera, points)
    vectors[(*pixels,)] = np.concatenate([old - new, np.zeros_like(old)], axis=1)
    return vectors


def project(camera, points):
    local = transformed(np.linalg.inv(camera["pose"]), points)
    i = camera["intrinsics"]
    return local[:, :2] / local[:, 2:] * (i.fx, i.fy) + (i.cx, i.cy)


def with_quirks(result, world_from_camera):
    """The same in other units and frames, which the documentation leaves open."""
    wishes = behaviour.WISHES
    if wishes.get("normals") == "camera":
        turned = result["normals"][..., :3] @ world_from_camera[:3, :3]
        result["normals"][..., :3] = turned * (1, -1, -1)
    if wishes.get("normals") == "nonsense":
        result["normals"][..., :3] = result["normals"][..., [1, 2, 0]] * 0.3
    if wishes.get("depth") == "zero":
        depth = result["distance_to_image_plane"]
        depth[~np.isfinite(depth)] = 0
    if wishes.get("depth") == "centimetres":
        result["distance_to_image_plane"] *= 100
    if wishes.get("matrices") == "columns":
        rows = result["bounding_box_3d"]["data"]
        rows["transform"] = np.swapaxes(rows["transform"], 1, 2)
    if wishes.get("motion") == "shares":
        size = result["motion_vectors"].shape[1::-1]
        result["motion_vectors"][..., :2] /= -np.array(size)
    if wishes.get("upside_down"):
        result["instance_segmentation"]["data"] = result["instance_segmentation"]["data"][::-1]
    if behaviour.happens("empty_masks", state.steps):
        result["instance_segmentation"]["data"] = np.zeros_like(result["instance_segmentation"]["data"])
    return result


def transformed(matrix, points):
    return points @ matrix[:3, :3].T + matrix[:3, 3]
