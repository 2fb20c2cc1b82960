"""The choices about floor and environment."""

import math

from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radiance, radians, rounded
from scenewright.sampling.plan import BackdropPlan, EnvironmentPlan, FloorPlan, RoomPlan, SkyPlan
from scenewright.sampling.sky import sun_place
from scenewright.spec.surroundings import (
    BackdropSpec,
    ColorEnvironment,
    EnvironmentSpec,
    FloorSpec,
    ImageEnvironment,
    RoomSpec,
    SkyEnvironment,
)

_SUN_STEP = math.radians(2.0)
_HAZE_STEP = 0.5


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
    shift = tuple(rounded(frame.uniform(f"floor/shift/{axis}")) if moved else 0.0 for axis in "xy")
    if moved:
        frame.note("floor/shift", floor, shift, "shift")
    return FloorPlan(
        size_m=floor.size_m if room is None else room.size_m[:2],
        texture=frame.source("floor/texture", floor.textures),
        tile_scale=frame.number("floor/tile_scale", floor.tile_scale),
        rotation_rad=radians(frame.number("floor/rotation", floor.rotation_deg)),
        shift=(shift[0], shift[1]),
    )


def plan_environment(frame: Named, environment: EnvironmentSpec) -> EnvironmentPlan:
    """Choose what lights the scene from all around."""
    brightness = frame.number("environment/brightness", environment.brightness)
    match environment:
        case ImageEnvironment():
            return EnvironmentPlan(
                image=frame.source("environment/image", environment.images),
                rotation_rad=radians(frame.number("environment/rotation", environment.rotation_deg)),
                radiance=(brightness, brightness, brightness),
            )
        case ColorEnvironment():
            return EnvironmentPlan(image=None, rotation_rad=0.0, radiance=radiance(environment.color, brightness))
        case SkyEnvironment():
            elevation, azimuth = _sun_place(frame, environment)
            turbidity = _stepped(frame.number("environment/turbidity", environment.turbidity), _HAZE_STEP)
            sky = SkyPlan(rounded(_stepped(elevation, _SUN_STEP)), turbidity, radiance(environment.ground, 1.0))
            # A sky has its sun over +y.
            turn = rounded(math.remainder(azimuth - math.pi / 2, 2 * math.pi))
            return EnvironmentPlan(None, turn, (brightness, brightness, brightness), sky)


def plan_backdrop(frame: Named, backdrop: BackdropSpec) -> BackdropPlan:
    """Choose the picture behind everything."""
    flipped = frame.uniform("backdrop/flipped") < frame.number("backdrop/flip", backdrop.flip)
    frame.note("backdrop/flipped", backdrop, "mirrored" if flipped else "as it is", "flip")
    return BackdropPlan(
        image=frame.source("backdrop/image", backdrop.images),
        pick=rounded(frame.uniform("backdrop/pick")),
        zoom=frame.number("backdrop/zoom", backdrop.zoom),
        shift=(rounded(frame.uniform("backdrop/shift", 0)), rounded(frame.uniform("backdrop/shift", 1))),
        flipped=flipped,
        blur_px=frame.number("backdrop/blur", backdrop.blur_px),
        brightness=frame.number("backdrop/brightness", backdrop.brightness),
    )


def _sun_place(frame: Named, environment: SkyEnvironment) -> tuple[float, float]:
    """Return the sun's elevation and azimuth in the world, radians."""
    time = environment.time
    if time is None:
        return (
            math.radians(frame.number("environment/sun_elevation", environment.sun_elevation_deg)),
            math.radians(frame.number("environment/sun_azimuth", environment.sun_azimuth_deg)),
        )
    hour, day = frame.number("environment/hour", time.hour), frame.number("environment/day", time.day)
    elevation, bearing = sun_place(hour, day, time.latitude_deg)
    return elevation, math.radians(frame.number("environment/north", time.north_deg)) - bearing


def _stepped(value: float, step: float) -> float:
    """Return a value in steps: an engine prepares each sky, and can keep those it has had."""
    return rounded(round(value / step) * step)
