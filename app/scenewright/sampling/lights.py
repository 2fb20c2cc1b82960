"""The choices about lights."""

import math

from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import radiance, radians, rounded_vector
from scenewright.sampling.plan import EnvironmentPlan, LightPlan, Rgb
from scenewright.sampling.temperature import blackbody_rgb
from scenewright.spec.lights import DirectionalLight, LightSpec, PointLight, SunLight


def plan_light(frame: Named, light: LightSpec, environment: EnvironmentPlan, assets: AssetFacts) -> LightPlan:
    """Choose a light."""
    name = f"lights/{light.name}"
    intensity = frame.number(f"{name}/intensity", light.intensity)
    match light:
        case DirectionalLight():
            azimuth = radians(frame.number(f"{name}/azimuth", light.azimuth_deg))
            elevation = radians(frame.number(f"{name}/elevation", light.elevation_deg))
            across = math.cos(elevation)
            vector = rounded_vector((across * math.cos(azimuth), across * math.sin(azimuth), math.sin(elevation)))
        case PointLight():
            vector = frame.vector(f"{name}/position", light.position_m)
        case SunLight():
            return _sun(light, intensity, environment, assets)
    strength = radiance(light.color, intensity)
    if light.temperature_k is not None:
        strength = _tinted(strength, frame.number(f"{name}/temperature", light.temperature_k))
    return LightPlan(light.kind, light.name, vector, strength, light.cast_shadow)


def _tinted(strength: Rgb, kelvin: float) -> Rgb:
    """Return light as of a black body; at 6500 K as it was."""
    red, green, blue = (
        part * glow / white
        for part, glow, white in zip(strength, blackbody_rgb(kelvin), blackbody_rgb(6500.0), strict=True)
    )
    return rounded_vector((red, green, blue))


def _sun(light: SunLight, intensity: float, environment: EnvironmentPlan, assets: AssetFacts) -> LightPlan:
    """Turn the picture's strongest light with the picture; without a picture there is none."""
    if environment.image is None:
        return LightPlan("directional", light.name, (0.0, 0.0, 1.0), (0.0, 0.0, 0.0), cast_shadow=False)
    sun = assets.sun(environment.image)
    cos, sin = math.cos(environment.rotation_rad), math.sin(environment.rotation_rad)
    x, y, z = sun.direction
    strength = intensity * environment.radiance[0] * sun.irradiance / math.pi
    red, green, blue = (part * strength for part in sun.color)
    return LightPlan(
        "directional",
        light.name,
        rounded_vector((cos * x - sin * y, sin * x + cos * y, z)),
        rounded_vector((red, green, blue)),
        light.cast_shadow,
    )
