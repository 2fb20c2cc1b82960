"""One view of two engines: Isaac's picture, masks, depth and normals, and what only our own drawing knows."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.lens import Lens
from scenewright.render.isaac.backend_profile import BackendProfile
from scenewright.render.lens import through_lens
from scenewright.render.renderer import Surface, View
from scenewright.sampling.plan import CameraPlan, FramePlan

_NO_LENS = Lens("opencv", (0.0, 0.0, 0.0, 0.0))
_SQUARE = 1e-6
_FINER = 1.5
_MARGIN_PX = 3


def isaac_camera(camera: CameraPlan, profile: BackendProfile) -> CameraPlan:
    """Return the camera that Isaac draws for a camera: pixels square, and its middle in the image's if need be.

    Isaac takes the focal length along y from that along x. A camera of other pixels is drawn larger and finer, with
    square ones, and brought to its own afterwards.
    """
    i = camera.intrinsics
    square = abs(i.fx / i.fy - 1) < _SQUARE
    centred = abs(i.cx - i.width / 2) + abs(i.cy - i.height / 2) < _SQUARE
    if square and (centred or profile.off_centre):
        return camera
    focal = _FINER * max(i.fx, i.fy)
    half_x = math.ceil(max(i.cx, i.width - i.cx) / i.fx * focal) + _MARGIN_PX
    half_y = math.ceil(max(i.cy, i.height - i.cy) / i.fy * focal) + _MARGIN_PX
    wide = Intrinsics(2 * half_x, 2 * half_y, focal, focal, float(half_x), float(half_y))
    return replace(camera, intrinsics=wide)


def as_camera(view: View, camera: CameraPlan) -> View:
    """Return a view of `isaac_camera(camera)` as the camera itself sees it."""
    if view.camera == camera:
        return view
    plain = replace(camera, intrinsics=replace(camera.intrinsics, lens=_NO_LENS))
    return replace(through_lens(view, plain), camera=camera)


def joined(theirs: View, ours: View, plan: FramePlan) -> View:
    """Return Isaac's view with what the plan's geometry adds: whole objects, and which triangle each pixel shows.

    Two engines draw borders a pixel apart at times. What Isaac shows of an object counts as part of the whole object.
    """
    bits = ours.amodal_bits.copy()
    for item in plan.labelled:
        place = item.instance_id - 1
        bits[place // 32][theirs.instance_ids == item.instance_id] |= np.uint32(1 << (place % 32))
    surface = None if ours.surface is None else _surface(ours.surface, ours, theirs, plan)
    return replace(theirs, amodal_bits=bits, amodal_outside_px=ours.amodal_outside_px, surface=surface)


def _surface(surface: Surface, ours: View, theirs: View, plan: FramePlan) -> Surface:
    """Return our surface with the border pixels that Isaac gives to another object taken from that one's nearest."""
    owners, triangles = surface.owners.copy(), surface.triangles.copy()
    differs = ours.instance_ids != theirs.instance_ids
    places = {item.instance_id: place for place, item in enumerate(plan.objects) if item.instance_id}
    for number in np.unique(theirs.instance_ids[differs]).tolist():
        pixels = differs & (theirs.instance_ids == number)
        own: NDArray[np.bool_] = (ours.instance_ids == number) & (surface.owners == places.get(number, -1))
        if not own.any():
            owners[pixels] = places.get(number, -1)
            continue
        nearest = ndimage.distance_transform_edt(~own, return_distances=False, return_indices=True)
        rows, columns = nearest[0][pixels], nearest[1][pixels]
        owners[pixels], triangles[pixels] = surface.owners[rows, columns], surface.triangles[rows, columns]
    return Surface(owners, triangles)
