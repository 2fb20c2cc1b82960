"""The built-in engine: plans in, pictures and ground truth out."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import accumulate
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.closed import is_closed, is_nearly_closed
from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import FloorMaterial, Material, Model, Part
from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import corner_ray_length
from scenewright.geometry.transforms import Matrix, pose_matrix, transform_points
from scenewright.render.embedded.color_pass import ColorPass, Surroundings
from scenewright.render.embedded.device import describe_adapter, gpu_device
from scenewright.render.embedded.environment import flat_environment, sky_environment
from scenewright.render.embedded.floor import floor_part
from scenewright.render.embedded.geometry_pool import GeometryPool
from scenewright.render.embedded.instances import ColorObject
from scenewright.render.embedded.label_pass import Drawn, LabelCamera, LabelPass
from scenewright.render.embedded.label_targets import Pixels
from scenewright.render.embedded.materials import Dress
from scenewright.render.looks import tint_of, worn
from scenewright.render.renderer import RenderedFrame, Surface, View
from scenewright.render.room import floor_side, side_part, sides_of, unit_rectangle
from scenewright.render.stains import Sticker, stained, stickers
from scenewright.render.truncation import merged, outside_pixels, tiles_touched
from scenewright.sampling.plan import CameraPlan, EnvironmentPlan, FramePlan, ObjectPlan, RoomPlan


@dataclass(frozen=True, eq=False)
class _Placed:
    """An object of the plan with its model, its pose, and where that puts it in the world.

    Attributes:
        plan: The object's plan.
        model: What it looks like.
        world_from_object: Its pose.
        box: The corners (8, 3) of its 3D box.
        center: The middle (3,) of the box.
        radius: Of the sphere around the box.
        solid: Whether no camera can see a back face: the surface is closed, and no near plane cuts it open.
    """

    plan: ObjectPlan
    model: Model
    world_from_object: Matrix
    box: Matrix
    center: Matrix
    radius: float
    solid: bool

    @cached_property
    def stickers(self) -> list[Sticker]:
        """Where its stickers lie."""
        look = self.plan.look
        return [] if look is None or not look.decals else stickers(self.model, look.decals, self.plan.scale)


@dataclass(frozen=True, eq=False)
class _BegunView:
    """A camera's images under way, and the functions that wait for them."""

    camera: CameraPlan
    picture: Callable[[], NDArray[np.uint8]]
    labels: Callable[[], tuple[Pixels, Surface | None]]
    tiles: Sequence[Callable[[], NDArray[np.uint32]]]


@dataclass(frozen=True, eq=False)
class _Begun:
    """A frame under way on the GPU."""

    plan: FramePlan
    views: Sequence[_BegunView]
    seconds: Mapping[str, float]


class EmbeddedRenderer:
    """Draws plans one after another; keeps meshes, textures and pipelines between them."""

    def __init__(
        self,
        assets: AssetLoader,
        *,
        anti_aliasing: bool = True,
        surface: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Start the engine.

        Args:
            assets: Where the plans' sources are read from.
            anti_aliasing: Smooth the picture's edges (FXAA); never touches labels.
            surface: Also tell which triangle each pixel shows.
            check: Called between the stages of a frame; what it raises ends that frame.

        Raises:
            UserError: There is no usable graphics adapter.
        """
        device = gpu_device()
        self._assets, self._surface, self._check = assets, surface, check
        self._color = ColorPass(device, anti_aliasing=anti_aliasing)
        self._pool = GeometryPool(device)
        self._labels = LabelPass(device, self._pool)
        self._closed: dict[str, bool] = {}
        self._nearly_closed: dict[str, bool] = {}
        self._ceilings: dict[tuple[float, float, float], Material] = {}

    def describe(self) -> dict[str, str]:
        """Return engine, versions and adapter."""
        return {"engine": "embedded", "pygfx": version("pygfx"), "wgpu": version("wgpu"), **describe_adapter()}

    def render(self, plans: Iterable[FramePlan]) -> Iterator[RenderedFrame]:
        """Yield one rendered frame per plan, in order; the next one is already under way when a frame comes out."""
        begun: _Begun | None = None
        for plan in plans:
            following = self._begin(plan)
            if begun is not None:
                yield self._finished(begun)
            begun = following
        if begun is not None:
            yield self._finished(begun)

    def draw_picture(self, plan: FramePlan) -> NDArray[np.uint8]:
        """Return the first camera's picture (H, W, 3) alone, without labels: for looking, not for datasets."""
        camera = plan.cameras[0]
        self._set_color_scene(plan, self._objects(plan), self._floor(plan))
        return self._color.draw(camera, pose_matrix(camera.position, camera.rotation))()

    def _begin(self, plan: FramePlan) -> "_Begun":
        clock = _Clock(self._check)
        placed, floor = self._objects(plan), self._floor(plan)
        self._set_color_scene(plan, placed, floor)
        drawn = self._label_scene(plan, placed, floor)
        clock.stop("update")
        views = [self._begin_view(camera, placed, drawn, clock) for camera in plan.cameras]
        return _Begun(plan, views, clock.seconds)

    def _finished(self, begun: "_Begun") -> RenderedFrame:
        clock = _Clock(self._check, begun.seconds)
        views = tuple(self._finished_view(begun.plan, view, clock) for view in begun.views)
        return RenderedFrame(begun.plan, views, clock.seconds)

    def _objects(self, plan: FramePlan) -> list[_Placed]:
        placed = []
        for item in plan.objects:
            model = self._assets.posed(item.asset, item.pose, item.phase)
            pose = pose_matrix(item.position, item.rotation, item.scale)
            box = transform_points(pose, corners(*model.bounds))
            center = box.mean(axis=0)
            radius = float(np.linalg.norm(box - center, axis=1).max())
            solid = self._is_closed(model) and _is_clear(center, radius, plan.cameras)
            placed.append(_Placed(item, model, pose, box, center, radius, solid))
        return placed

    def _is_closed(self, model: Model) -> bool:
        known = self._closed.get(model.source)
        if known is None:
            known = self._closed[model.source] = is_closed(model.parts)
        return known

    def _is_nearly_closed(self, model: Model) -> bool:
        known = self._nearly_closed.get(model.source)
        if known is None:
            known = self._nearly_closed[model.source] = is_nearly_closed(model.parts)
        return known

    def _floor(self, plan: FramePlan) -> FloorMaterial | None:
        return None if plan.floor is None else self._assets.floor(plan.floor.texture)

    def _set_color_scene(self, plan: FramePlan, placed: Sequence[_Placed], floor: FloorMaterial | None) -> None:
        self._color.set_scene(
            [self._color_object(item, part) for item in placed for part in item.model.parts],
            self._flat_parts(plan, floor),
            plan.lights,
            np.array([[*item.center, item.radius] for item in placed]).reshape(-1, 4),
            self._surroundings(plan.environment),
            solid_shadows=all(self._is_nearly_closed(item.model) for item in placed),
        )

    def _color_object(self, item: _Placed, part: Part) -> ColorObject:
        look = item.plan.look
        if look is None:
            return ColorObject(part, item.world_from_object, item.solid)
        surface = None if look.texture is None else self._assets.texture(look.texture)
        material, tint = worn(part.material, look, surface), tint_of(look)
        if look.decals or look.dirt is not None:
            on_part = [sticker for sticker in item.stickers if item.model.parts[sticker.part] is part]
            material = stained(material, tint, look, on_part, self._assets.decal)
            tint = (1.0, 1.0, 1.0) if material.base_color_map else tint
        dress = Dress(material, tint, look.texture_scale if surface else 1.0)
        return ColorObject(part, item.world_from_object, item.solid, dress)

    def _flat_parts(self, plan: FramePlan, floor: FloorMaterial | None) -> dict[str, Part]:
        """Return floor, walls and ceiling by name."""
        parts = {} if plan.floor is None or floor is None else {"floor": floor_part(plan.floor, floor)}
        if plan.room is not None:
            wall = self._assets.wall(plan.room.wall)
            for side in sides_of(plan.room):
                material, tile_m = wall.material, wall.size_m * plan.room.tile_scale
                if side.name == "ceiling":
                    material, tile_m = self._ceiling_material(plan.room), 1.0
                parts[side.name] = side_part(side, material, tile_m)
        return parts

    def _ceiling_material(self, room: RoomPlan) -> Material:
        color = room.ceiling or (0.0, 0.0, 0.0)
        if color not in self._ceilings:
            self._ceilings[color] = Material("ceiling", base_color=color, roughness=0.9)
        return self._ceilings[color]

    def _surroundings(self, plan: EnvironmentPlan) -> Surroundings:
        if plan.sky is not None:
            return Surroundings(sky_environment(plan.sky), plan.rotation_rad, plan.radiance[0])
        if plan.image is not None:
            return Surroundings(self._assets.environment(plan.image), plan.rotation_rad, plan.radiance[0])
        brightest = max(*plan.radiance, 1e-9)
        red, green, blue = (round(part / brightest, 6) for part in plan.radiance)
        return Surroundings(flat_environment((red, green, blue)), 0.0, brightest)

    def _label_scene(self, plan: FramePlan, placed: Sequence[_Placed], floor: FloorMaterial | None) -> list[Drawn]:
        drawn = [
            Drawn(self._pool.add(part), item.world_from_object, item.plan.instance_id, item.solid, owner, first)
            for owner, item in enumerate(placed)
            for part, first in zip(item.model.parts, _firsts(item.model), strict=True)
        ]
        if plan.floor is not None and floor is not None:
            drawn.append(Drawn(self._pool.add(unit_rectangle()), floor_side(plan.floor).world_from_unit, 0))
        if plan.room is not None:
            rectangle = self._pool.add(unit_rectangle())
            drawn += [Drawn(rectangle, side.world_from_unit, 0) for side in sides_of(plan.room)]
        return drawn

    def _begin_view(
        self, camera: CameraPlan, placed: Sequence[_Placed], drawn: Sequence[Drawn], clock: "_Clock"
    ) -> "_BegunView":
        world_from_camera = pose_matrix(camera.position, camera.rotation)
        eye = LabelCamera(camera.intrinsics, world_from_camera, camera.near_m, camera.far_m)
        picture = self._color.draw(camera, world_from_camera)
        clock.stop("color")
        words = (sum(item.plan.instance_id > 0 for item in placed) + 31) // 32
        labels = self._labels.draw(eye, drawn, words, surface=self._surface)
        clock.stop("labels")
        tiles = self._begin_tiles(eye, placed, drawn, words)
        clock.stop("truncation")
        return _BegunView(camera, picture, labels, tiles)

    def _finished_view(self, plan: FramePlan, view: "_BegunView", clock: "_Clock") -> View:
        rgb, (pixels, surface) = view.picture(), view.labels()
        clock.stop("read-back")
        outside = outside_pixels((read() for read in view.tiles), len(plan.labelled))
        clock.stop("truncation")
        return View(
            camera=view.camera,
            rgb=rgb,
            instance_ids=pixels.instance_ids,
            depth=pixels.depth,
            normals=pixels.normals,
            amodal_bits=pixels.amodal_bits,
            amodal_outside_px=outside,
            surface=surface,
        )

    def _begin_tiles(
        self, eye: LabelCamera, placed: Sequence[_Placed], drawn: Sequence[Drawn], words: int
    ) -> list[Callable[[], NDArray[np.uint32]]]:
        """Draw what lies outside the image; only objects across its border need that."""
        boxes = [item.box for item in placed]
        touched = tiles_touched(eye.intrinsics, eye.world_from_camera, eye.near_m, boxes)
        across = {item.plan.instance_id for item, tiles in zip(placed, touched, strict=True) if tiles} - {0}
        if not across:
            return []
        return self._labels.amodal_tiles(
            eye, [item for item in drawn if item.instance_id in across], words, merged(touched)
        )


def _firsts(model: Model) -> list[int]:
    """Return the number of each part's first triangle in the model."""
    return [0, *accumulate(len(part.triangles) for part in model.parts)][:-1]


def _is_clear(center: Matrix, radius: float, cameras: Sequence[CameraPlan]) -> bool:
    """Tell whether a sphere lies beyond the farthest corner of every camera's near plane."""
    return all(
        math.dist(center, camera.position) > radius + camera.near_m * corner_ray_length(camera.intrinsics)
        for camera in cameras
    )


class _Clock:
    """Seconds by stage; a stage ends when the next one begins, unless the check between them raises."""

    def __init__(self, check: Callable[[], None], before: Mapping[str, float] | None = None) -> None:
        self.seconds = dict(before or {})
        self._check = check
        self._last = perf_counter()

    def stop(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now
        self._check()
