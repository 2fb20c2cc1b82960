"""A project's floor, surroundings, lights and cameras in a Replicator script."""

from pathlib import Path

from scenewright.assets.sources import resolve
from scenewright.jobs.replicator.lines import Lines, number
from scenewright.jobs.replicator.objects import color_picture
from scenewright.sampling.numbers import radiance
from scenewright.spec.cameras import CameraSpec
from scenewright.spec.distributions import AnyDistribution, Fixed, Uniform
from scenewright.spec.lights import AreaLight, DirectionalLight, LightSpec, SunLight
from scenewright.spec.limits import support
from scenewright.spec.project import ProjectSpec
from scenewright.spec.surroundings import ColorEnvironment, ImageEnvironment, SkyEnvironment

_UNIT = 1000.0
"""About what a light of strength 1 is in Isaac Sim."""


def add_camera(lines: Lines, camera: CameraSpec, number_of: int) -> None:
    """Add a camera and its render product; the first is called `camera`."""
    name = "camera" if number_of == 0 else f"camera_{number_of}"
    product = "render_product" if number_of == 0 else f"render_product_{number_of}"
    if camera.lens is not None:
        lines.remark("Not expressed: the lens's distortion; labels of other tools are wrong under one (issue 250).")
    if camera.intrinsics is not None:
        focal = camera.intrinsics.fx_px * camera.sensor_width_mm / camera.width_px
        lines.remark("fy and the principal point of the calibration are not expressed: Isaac's pixels are square.")
    else:
        low, high = support(camera.focal_length_mm)
        focal = (low + high) / 2
        if low != high:
            lines.remark("The project draws the focal length; here it is the middle one.")
    lines.add(f"{name} = rep.create.camera(")
    lines.deeper()
    lines.add(f"focal_length={number(focal)},")
    lines.add(f"horizontal_aperture={number(camera.sensor_width_mm)},")
    lines.add(f"clipping_range=({number(camera.near_m)}, {number(camera.far_m)}),")
    lines.add(f'name="{camera.name}",')
    lines.deeper(-1)
    lines.add(")")
    lines.add(f"{product} = rep.create.render_product({name}, ({camera.width_px}, {camera.height_px}))")


def add_camera_pose(lines: Lines, camera: CameraSpec, number_of: int) -> None:
    """Add what puts a camera somewhere in every frame."""
    for what, text in (
        (camera.rules, "its rules of a usable view"),
        (camera.motion or camera.hand_held, "its motion"),
        (camera.mount, "its place on another camera"),
        (camera.stereo_baseline_m, "its stereo twin (see rep.create.stereo_camera)"),
        (camera.sensor, "its sensor's noise, blur and compression"),
        (camera.depth_sensor, "its depth sensor"),
        (not isinstance(camera.roll_deg, Fixed) or camera.roll_deg.value != 0, "its roll"),
        (not isinstance(camera.shake_m, Fixed) or camera.shake_m.value != 0, "its shake"),
        (camera.look_at, "looking at objects; it looks at the origin"),
    ):
        if what:
            lines.remark(f"Not expressed: {text}.")
    target = "(0, 0, 0)" if camera.look_at_m is None else lines.vector(camera.look_at_m)
    lines.add("with camera:" if number_of == 0 else f"with camera_{number_of}:")
    lines.deeper()
    if camera.orbit is not None:
        orbit = camera.orbit
        lines.add(
            f"rep.modify.pose_orbit({target}, {lines.value(orbit.distance_m)}, {lines.value(orbit.azimuth_deg)}, "
            f"{lines.value(orbit.elevation_deg)})"
        )
    elif camera.position_m is not None:
        lines.add(f"rep.modify.pose(position={lines.vector(camera.position_m)}, look_at={target})")
    lines.deeper(-1)


def add_surroundings(lines: Lines, spec: ProjectSpec, base: Path) -> None:
    """Add the dome light and the floor."""
    match spec.environment:
        case ImageEnvironment(images=images, brightness=brightness):
            files = [str(resolve("environment", item.source, base)) for item in images]
            lines.files("surroundings", files)
            lines.remark("The pictures' up axis is Isaac's to guess; check the horizon.")
            lines.add(
                f'rep.create.light(light_type="Dome", intensity={lines.value(brightness, _UNIT)}, '
                "texture=rep.distribution.choice(surroundings))"
            )
        case ColorEnvironment(color=color, brightness=brightness):
            lines.add(
                f'rep.create.light(light_type="Dome", intensity={lines.value(brightness, _UNIT)}, '
                f"color={_color(color)})"
            )
        case SkyEnvironment(brightness=brightness):
            lines.remark("Not expressed: the sky and its sun; a plain dome stands for it.")
            lines.add(f'rep.create.light(light_type="Dome", intensity={lines.value(brightness, _UNIT)})')
    for what, text in ((spec.room, "the room's walls and ceiling"), (spec.backdrop, "the backdrop")):
        if what:
            lines.remark(f"Not expressed: {text}.")
    if spec.floor is not None:
        width, depth = spec.floor.size_m
        lines.add(f"floor = rep.create.plane(scale=({number(width)}, {number(depth)}, 1))")


def add_floor_texture(lines: Lines, spec: ProjectSpec, base: Path) -> None:
    """Add the choice of the floor's texture."""
    if spec.floor is None:
        return
    files = [str(color_picture(resolve("floor", item.source, base))) for item in spec.floor.textures]
    lines.remark(
        "The floor's normal and roughness maps, and that its pattern starts elsewhere each time, are not expressed."
    )
    lines.add("with floor:")
    lines.deeper()
    lines.add("rep.randomizer.texture(")
    lines.deeper()
    lines.files("textures", files)
    lines.deeper(-1)
    lines.add(")")
    lines.deeper(-1)


def add_light(lines: Lines, light: LightSpec) -> None:
    """Add a light."""
    if isinstance(light, SunLight):
        lines.remark(f"Not expressed: the light '{light.name}', which stands where the surroundings have their sun.")
        lines.add()
        return
    kind = {"directional": "Distant", "point": "Sphere", "spot": "Sphere", "area": "Rect"}[light.kind]
    words = [f'light_type="{kind}"', f"intensity={lines.value(light.intensity, _UNIT)}", f"color={_color(light.color)}"]
    if light.temperature_k is not None:
        words.append(f"temperature={lines.value(light.temperature_k)}")
    if isinstance(light, DirectionalLight):
        tilt = _from_zenith(lines, light.elevation_deg)
        words.append(f"rotation=rep.distribution.combine([0, {tilt}, {lines.value(light.azimuth_deg)}])")
    elif light.orbit is not None:
        lines.remark("Not expressed: the light's orbit; it is drawn from the box around it.")
        far = support(light.orbit.distance_m)[1]
        box = f"({number(-far)}, {number(-far)}, 0), ({', '.join([number(far)] * 3)})"
        words.append(f"position=rep.distribution.uniform({box})")
    else:
        words.append(f"position={lines.vector(light.position_m)}")
    if light.kind == "spot":
        lines.remark("Not expressed: the beam of the spot; set shaping:cone:angle on the prim.")
    if isinstance(light, AreaLight):
        words.append(f"look_at={lines.vector(light.target_m)}")
    if light.flicker is not None:
        lines.remark("Not expressed: flicker.")
    low, high = support(light.count)
    if low != high:
        lines.remark(f"The project has {number(low)} to {number(high)} of them.")
    lines.add(f"rep.create.light({', '.join(words)}, count={number(max(high, 1))}, name={light.name!r})")


def _color(color: str) -> str:
    return f"({', '.join(number(round(part, 4)) for part in radiance(color, 1.0))})"


def _from_zenith(lines: Lines, elevation_deg: AnyDistribution) -> str:
    """Return the turn about y that brings a light from straight above to an elevation."""
    low, high = support(elevation_deg)
    if low == high:
        return number(90 - low)
    if not isinstance(elevation_deg, Uniform):
        lines.remark("The elevation is drawn evenly between its limits.")
    return f"rep.distribution.uniform({number(90 - high)}, {number(90 - low)})"
