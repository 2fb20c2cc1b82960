"""From a plan to what a stage must be set to so that it shows the plan."""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from scenewright.assets.loading import AssetLoader
from scenewright.assets.model import Material, Model, Part
from scenewright.assets.usd_writing import material_names
from scenewright.geometry.transforms import Vector, pose_matrix
from scenewright.render.embedded.environment import sky_environment
from scenewright.render.embedded.floor import floor_part
from scenewright.render.room import side_part, sides_of
from scenewright.render.stage.pictures import WHITE, Pictures
from scenewright.render.stage.pool import Pool, Slot, camera_path, light_path, lit
from scenewright.render.stage.surfaces import Surface, dressed_surfaces, surface_of
from scenewright.render.stage.values import (
    Gains,
    Values,
    camera_values,
    dome_values,
    hidden,
    light_values,
    shown,
)
from scenewright.sampling.plan import CameraPlan, EnvironmentPlan, FramePlan


@dataclass(frozen=True)
class Pass:
    """Cameras of equal exposure, by their places in the plan, and the lights as these see them."""

    cameras: tuple[int, ...]
    values: Values


@dataclass(frozen=True)
class FrameValues:
    """A frame as the stage has it.

    Attributes:
        index: The plan's.
        values: All attributes but those of lights.
        surfaces: Changeable materials, by the path of each.
        passes: What is set and seen one after another.
    """

    index: int
    values: Values
    surfaces: dict[str, Surface]
    passes: tuple[Pass, ...]

    def all_values(self) -> Values:
        """Return every attribute, with lights as the first camera sees them and materials as UsdPreviewSurface."""
        values = dict(self.values)
        for path, surface in self.surfaces.items():
            values |= surface.values(path)
        return values | (self.passes[0].values if self.passes else {})

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data for JSON."""
        return {
            "index": self.index,
            "values": self.values,
            "preview": {k: v for path, surface in self.surfaces.items() for k, v in surface.values(path).items()},
            "omnipbr": {path: surface.omnipbr() for path, surface in self.surfaces.items()},
            "passes": [{"cameras": list(part.cameras), "values": part.values} for part in self.passes],
        }


class StageFrames:
    """Makes a stage's frames from plans."""

    def __init__(
        self,
        plans: Sequence[FramePlan],
        pool: Pool,
        assets: AssetLoader,
        pictures: Pictures,
        gains: Gains,
        referenced: Container[str] = (),
    ) -> None:
        """Make frames of a pool.

        Args:
            plans: All frames.
            pool: The stage's objects and lights.
            assets: Where the plans' sources are read from.
            pictures: Where textures are put.
            gains: How strong the engine's lights are.
            referenced: Sources of the models that the stage refers to as they are: they glow as their own files say.
        """
        self._pool, self._assets, self._pictures, self._gains = pool, assets, pictures, gains
        self._referenced = referenced
        self.sides = sides_needed(plans)

    def frame(self, plan: FramePlan) -> FrameValues:
        """Return a plan's frame."""
        values: Values = {}
        surfaces: dict[str, Surface] = {}
        for slot in self._pool.slots:
            values |= hidden(slot.path)
        for item, slot in self._pool.assigned(plan):
            values |= shown(slot.path, pose_matrix(item.position, item.rotation, item.scale))
            if slot.shape.dressed:
                model = self._pool.models[slot.shape.model]
                for number, surface in enumerate(dressed_surfaces(item, model, self._assets, self._pictures)):
                    surfaces[material_path(slot.path, number)] = surface
        self._add_sides(plan, values, surfaces)
        for camera in plan.cameras:
            values |= camera_values(camera_path(camera.name), camera)
        return FrameValues(plan.index, values, surfaces, tuple(self._passes(plan)))

    def _add_sides(self, plan: FramePlan, values: Values, surfaces: dict[str, Surface]) -> None:
        parts = self.side_parts(plan)
        for name in self.sides:
            path = side_path(name)
            values |= hidden(path)
            if name in parts:
                part = parts[name]
                values[f"{path}.visibility"] = "inherited"
                values[f"{path}.points"] = part.positions.astype(float).tolist()
                values[f"{path}.primvars:st"] = part.uvs.astype(float).tolist()
                surfaces[f"/World/looks/{name}"] = surface_of(part.material, self._pictures)

    def side_parts(self, plan: FramePlan) -> dict[str, Part]:
        """Return a plan's floor, walls and ceiling by name."""
        parts = {}
        if plan.floor is not None:
            parts["floor"] = floor_part(plan.floor, self._assets.floor(plan.floor.texture))
        if plan.room is not None:
            wall = self._assets.wall(plan.room.wall)
            for side in sides_of(plan.room):
                material, tile_m = wall.material, wall.size_m * plan.room.tile_scale
                if side.name == "ceiling":
                    material = Material("ceiling", base_color=plan.room.ceiling or (0.0, 0.0, 0.0), roughness=0.9)
                parts[side.name] = side_part(side, material, tile_m)
        return parts

    def _passes(self, plan: FramePlan) -> list[Pass]:
        alike: dict[float, list[int]] = defaultdict(list)
        for number, camera in enumerate(plan.cameras):
            alike[camera.exposure_stops].append(number)
        file, radiance = self._dome(plan.environment)
        return [
            Pass(tuple(cameras), self._lights(plan, file, radiance, 2.0**stops)) for stops, cameras in alike.items()
        ]

    def _lights(self, plan: FramePlan, file: str, radiance: Vector, exposure: float) -> Values:
        values: Values = {}
        for kind, count in self._pool.lights.items():
            for number in range(count):
                values |= hidden(light_path(kind, number)) | {f"{light_path(kind, number)}.inputs:intensity": 0.0}
        for path, light in lit(plan.lights):
            values |= light_values(path, light, self._gains, exposure)
        return (
            values
            | self._glow(plan, exposure)
            | dome_values(file, radiance, plan.environment.rotation_rad, self._gains, exposure)
        )

    def _glow(self, plan: FramePlan, exposure: float) -> Values:
        """Return how much light the objects' own materials give off, as cameras of an exposure see it."""
        values: Values = {}
        for _, slot in self._pool.assigned(plan):
            if slot.shape.model in self._referenced and not slot.shape.dressed:
                continue
            for path, material in _glowing(slot, self._pool.models[slot.shape.model]):
                values[f"{path}/surface.inputs:emissiveColor"] = [float(part) * exposure for part in material.emissive]
        return values

    def _dome(self, plan: EnvironmentPlan) -> tuple[str, Vector]:
        """Return the dome light's picture and what multiplies it."""
        if plan.sky is not None:
            return self._pictures.surroundings(sky_environment(plan.sky)), plan.radiance
        if plan.image is not None:
            return self._pictures.surroundings(self._assets.environment(plan.image)), plan.radiance
        return WHITE, plan.radiance


def _glowing(slot: Slot, model: Model) -> list[tuple[str, Material]]:
    """Return the path of each material of a slot that gives off light."""
    names = material_names(model.parts)
    paths = (
        material_path(slot.path, number) if slot.shape.dressed else f"{slot.path}/geometry/materials/{name}"
        for number, name in enumerate(names)
    )
    materials = [part.material for part in model.parts]
    return [(path, own) for path, own in zip(paths, materials, strict=True) if any(own.emissive)]


def material_path(slot: str, part: int) -> str:
    """Return the path of a slot's own material for one of its parts."""
    return f"/World/looks/{slot.rsplit('/', 1)[-1]}_{part}"


def side_path(name: str) -> str:
    """Return the path of the floor, a wall or the ceiling."""
    return f"/World/room/{name}"


def sides_needed(plans: Sequence[FramePlan]) -> list[str]:
    """Return which of floor, walls and ceiling some frame has."""
    found = {"floor"} if any(plan.floor for plan in plans) else set()
    return sorted(found.union(*({side.name for side in sides_of(plan.room)} for plan in plans if plan.room)))


def cameras_of(plans: Sequence[FramePlan]) -> list[CameraPlan]:
    """Return the cameras of some frames, one of each name."""
    found: dict[str, CameraPlan] = {}
    for plan in plans:
        for camera in plan.cameras:
            found.setdefault(camera.name, camera)
    return list(found.values())
