"""The choices about lights."""

import math
from collections.abc import Iterator

from scenewright.geometry.transforms import Vector
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.looks import drawn_color
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radiance, radians, rounded, rounded_vector
from scenewright.sampling.plan import EnvironmentPlan, LightPlan, Rgb
from scenewright.sampling.sky import sun_irradiance
from scenewright.sampling.temperature import blackbody_rgb
from scenewright.spec.lights import (
    AreaLight,
    DirectionalLight,
    FlickerSpec,
    LightOrbit,
    LightSpec,
    PointLight,
    SpotLight,
    SunLight,
)
from scenewright.spec.limits import support

Lamp = DirectionalLight | PointLight | SpotLight | AreaLight


def plan_lights(
    frame: Named, light: LightSpec, environment: EnvironmentPlan, assets: AssetFacts
) -> Iterator[LightPlan]:
    """Choose the lights of one entry."""
    if isinstance(light, SunLight):
        intensity = frame.number(f"lights/{light.name}/intensity", light.intensity)
        yield _sun(light, intensity, environment, assets)
        return
    for number in range(frame.whole(f"lights/{light.name}/count", light.count)):
        shown = light.name if support(light.count)[1] == 1 else f"{light.name}-{number + 1}"
        yield _lamp(frame, light, f"lights/{light.name}" + (f"/{number}" if number else ""), shown)


def _lamp(frame: Named, light: Lamp, name: str, shown: str) -> LightPlan:
    intensity = frame.number(f"{name}/intensity", light.intensity)
    strength = radiance(light.color, intensity)
    if light.drawn_color is not None:
        red, green, blue = drawn_color(frame, f"{name}/color", light.drawn_color, 0)
        strength = rounded_vector((red * intensity, green * intensity, blue * intensity))
    if light.temperature_k is not None:
        strength = _tinted(strength, frame.number(f"{name}/temperature", light.temperature_k))
    if light.flicker is not None:
        factor = _flicker(frame, f"{name}/flicker", light.flicker)
        frame.note(f"{name}/flicker", light.flicker, rounded(factor))
        strength = rounded_vector((strength[0] * factor, strength[1] * factor, strength[2] * factor))
    match light:
        case DirectionalLight():
            azimuth = radians(frame.number(f"{name}/azimuth", light.azimuth_deg))
            elevation = radians(frame.number(f"{name}/elevation", light.elevation_deg))
            return LightPlan(
                light.kind, shown, rounded_vector(_toward(azimuth, elevation)), strength, light.cast_shadow
            )
        case PointLight():
            at = _position(frame, name, light, (0.0, 0.0, 0.0))
            return LightPlan(light.kind, shown, at, strength, light.cast_shadow)
        case SpotLight():
            target = frame.vector(f"{name}/target", light.target_m)
            at = _position(frame, name, light, target)
            beam = radians(frame.number(f"{name}/beam", light.beam_deg))
            softness = frame.number(f"{name}/softness", light.softness)
            return LightPlan(light.kind, shown, at, strength, light.cast_shadow, target, beam, softness)
        case AreaLight():
            target = frame.vector(f"{name}/target", light.target_m)
            at = _position(frame, name, light, target)
            size = (frame.number(f"{name}/width", light.width_m), frame.number(f"{name}/height", light.height_m))
            return LightPlan(light.kind, shown, at, strength, light.cast_shadow, target, size_m=size)


def _position(frame: Named, name: str, light: PointLight | SpotLight | AreaLight, target: Vector) -> Vector:
    orbit: LightOrbit | None = light.orbit
    if orbit is None:
        return frame.vector(f"{name}/position", light.position_m)
    distance = frame.number(f"{name}/distance", orbit.distance_m)
    azimuth = math.radians(frame.number(f"{name}/azimuth", orbit.azimuth_deg))
    x, y, z = _toward(azimuth, math.radians(frame.number(f"{name}/elevation", orbit.elevation_deg)))
    return rounded_vector((target[0] + distance * x, target[1] + distance * y, target[2] + distance * z))


def _toward(azimuth: float, elevation: float) -> Vector:
    across = math.cos(elevation)
    return across * math.cos(azimuth), across * math.sin(azimuth), math.sin(elevation)


def _flicker(frame: Named, name: str, flicker: FlickerSpec) -> float:
    """Return what a light's strength is multiplied with in this picture; 1 on average."""
    depth = frame.number(f"{name}/depth", flicker.depth)
    if flicker.kind == "random":
        return 1 + depth * (2 * frame.uniform(f"{name}/luck/{frame.step}" if frame.step else f"{name}/luck") - 1)
    turns = frame.number(f"{name}/rate", flicker.rate_hz) * frame.time_s + frame.uniform(f"{name}/phase")
    return 1 + depth * math.sin(2 * math.pi * turns)


def _tinted(strength: Rgb, kelvin: float) -> Rgb:
    """Return light as of a black body; at 6500 K as it was."""
    red, green, blue = (
        part * glow / white
        for part, glow, white in zip(strength, blackbody_rgb(kelvin), blackbody_rgb(6500.0), strict=True)
    )
    return rounded_vector((red, green, blue))


def _sun(light: SunLight, intensity: float, environment: EnvironmentPlan, assets: AssetFacts) -> LightPlan:
    """Turn the surroundings' strongest light with them; without a picture or a sky there is none."""
    if environment.sky is not None:
        elevation = max(environment.sky.elevation_rad, math.radians(0.5))
        x, y, z = 0.0, math.cos(elevation), math.sin(elevation)
        facing: Rgb = sun_irradiance(environment.sky)
    elif environment.image is not None:
        sun = assets.sun(environment.image)
        (x, y, z), (red, green, blue) = sun.direction, sun.color
        facing = (red * sun.irradiance, green * sun.irradiance, blue * sun.irradiance)
    else:
        return LightPlan("directional", light.name, (0.0, 0.0, 1.0), (0.0, 0.0, 0.0), cast_shadow=False)
    cos, sin = math.cos(environment.rotation_rad), math.sin(environment.rotation_rad)
    strength = intensity * environment.radiance[0] / math.pi
    return LightPlan(
        "directional",
        light.name,
        rounded_vector((cos * x - sin * y, sin * x + cos * y, z)),
        rounded_vector((facing[0] * strength, facing[1] * strength, facing[2] * strength)),
        light.cast_shadow and max(facing) > 0,
    )
