"""The choices about floor and environment."""

from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radiance, radians, rounded
from scenewright.sampling.plan import EnvironmentPlan, FloorPlan
from scenewright.spec.surroundings import EnvironmentSpec, FloorSpec, ImageEnvironment


def plan_floor(frame: Named, floor: FloorSpec) -> FloorPlan:
    """Choose a floor."""
    moved = floor.shift == "random"
    return FloorPlan(
        size_m=floor.size_m,
        texture=frame.source("floor/texture", floor.textures),
        tile_scale=frame.number("floor/tile_scale", floor.tile_scale),
        rotation_rad=radians(frame.number("floor/rotation", floor.rotation_deg)),
        shift=(
            rounded(frame.uniform("floor/shift/x")) if moved else 0.0,
            rounded(frame.uniform("floor/shift/y")) if moved else 0.0,
        ),
    )


def plan_environment(frame: Named, environment: EnvironmentSpec) -> EnvironmentPlan:
    """Choose what lights the scene from all around."""
    brightness = frame.number("environment/brightness", environment.brightness)
    if isinstance(environment, ImageEnvironment):
        return EnvironmentPlan(
            image=frame.source("environment/image", environment.images),
            rotation_rad=radians(frame.number("environment/rotation", environment.rotation_deg)),
            radiance=(brightness, brightness, brightness),
        )
    return EnvironmentPlan(image=None, rotation_rad=0.0, radiance=radiance(environment.color, brightness))
