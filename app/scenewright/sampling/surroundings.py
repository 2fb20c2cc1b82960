"""The choices about floor and environment."""

from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radiance, radians, rounded
from scenewright.sampling.plan import EnvironmentPlan, FloorPlan, RoomPlan
from scenewright.spec.surroundings import EnvironmentSpec, FloorSpec, ImageEnvironment, RoomSpec


def plan_room(frame: Named, room: RoomSpec) -> RoomPlan:
    """Choose walls and ceiling."""
    return RoomPlan(
        size_m=(
            frame.number("room/width", room.width_m),
            frame.number("room/depth", room.depth_m),
            frame.number("room/height", room.height_m),
        ),
        wall=frame.source("room/wall", room.walls),
        tile_scale=frame.number("room/tile_scale", room.tile_scale),
        ceiling=None if room.ceiling is None else radiance(room.ceiling, 1.0),
    )


def plan_floor(frame: Named, floor: FloorSpec, room: RoomPlan | None) -> FloorPlan:
    """Choose a floor; in a room it ends at the walls."""
    moved = floor.shift == "random"
    return FloorPlan(
        size_m=floor.size_m if room is None else room.size_m[:2],
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
