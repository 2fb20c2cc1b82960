"""A project's groups of objects in a Replicator script."""

from keyword import iskeyword
from pathlib import Path

from scenewright.assets.sources import resolve
from scenewright.jobs.replicator.lines import Lines, number
from scenewright.sampling.numbers import radiance
from scenewright.spec.distributions import Fixed
from scenewright.spec.limits import Vector3, support
from scenewright.spec.looks import HsvColor, LookSpec, PaletteColor
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import (
    AnyRotation,
    Circle,
    FaceCameraRotation,
    FrustumPlacement,
    OnPlacement,
    Placement,
    Polygon,
    Rectangle,
    RestingRotation,
    SpherePlacement,
    SurfacePlacement,
    TiltRotation,
    UprightRotation,
    VolumePlacement,
)


def add_group(lines: Lines, group: ObjectGroupSpec, base: Path) -> None:
    """Add what puts a group's objects into every frame."""
    paths = [str(resolve("object", asset.source, base)) for asset in group.assets]
    lines.add(f"# {group.name}: {group.role}")
    if len(group.class_names) > 1:
        lines.remark(f"The project gives these assets several classes: {', '.join(group.class_names)}.")
    if group.mix == "exact":
        lines.remark("The project mixes these assets exactly; here each is chosen by luck.")
    weights = [number(asset.weight) for asset in group.assets]
    label = f', semantics=[("class", "{group.class_names[0]}")]' if group.class_names else ""
    name = variable(group.name)
    lines.files(f"{name}_models", paths)
    lines.add(
        f"{name} = rep.randomizer.instantiate({name}_models, size={_count(lines, group)}, "
        f'weights=[{", ".join(weights)}], mode="reference"{label})'
    )
    for what, text in (
        (group.poses, "its poses and clips"),
        (group.settle, "letting objects come to rest (give them physics, and step the simulation)"),
        (group.motion, "its motion"),
        (group.keep_out, "its keep-out zones"),
        (
            group.collisions == "avoid" and not isinstance(group.placement, OnPlacement),
            "keeping objects from running into each other",
        ),
    ):
        if what:
            lines.remark(f"Not expressed: {text}.")
    lines.add(f"with {name}:")
    lines.deeper()
    lines.add(f"rep.modify.pose({', '.join(_pose(lines, group))})")
    if isinstance(group.rotation, AnyRotation):
        lines.add("rep.randomizer.rotation()")
    if isinstance(group.placement, OnPlacement):
        avoid = group.collisions == "avoid"
        lines.remark("The project puts them on what is level; this is anywhere on the surface.")
        lines.add(f"rep.randomizer.scatter_2d({variable(group.placement.of)}, check_for_collisions={avoid})")
    if isinstance(group.placement, FrustumPlacement):
        _add_frustum(lines, group.placement)
    if group.look is not None:
        _add_look(lines, group.look, base)
    lines.deeper(-1)


def _count(lines: Lines, group: ObjectGroupSpec) -> str:
    low, high = map(sum, zip(*(support(part.wanted) for part in group.counts), strict=True))
    if len(group.counts) > 1:
        lines.remark("The project counts classes or places one by one; here is the sum of all.")
    if low != high:
        lines.remark(f"The project has {number(low)} to {number(high)} of them; Replicator's pool has one size.")
    return number(high)


def _pose(lines: Lines, group: ObjectGroupSpec) -> list[str]:
    elsewhere = isinstance(group.placement, FrustumPlacement | OnPlacement)
    words = [] if elsewhere else [f"position={_position(lines, group)}"]
    match group.rotation:
        case None:
            words.append(f"rotation={lines.vector(group.rotation_deg)}")
        case UprightRotation(yaw_deg=yaw):
            words.append(f"rotation_z={lines.value(yaw)}")
        case TiltRotation(most_deg=most):
            lines.remark("The tilt here is about x and y one by one; the project tilts to any side alike.")
            edge = number(most)
            words.append(f"rotation=rep.distribution.uniform((-{edge}, -{edge}, 0), ({edge}, {edge}, 360))")
        case FaceCameraRotation():
            lines.remark("Not expressed: turning to face the camera.")
        case RestingRotation():
            lines.remark("Not expressed: lying on a face that an object can rest on; they are turned about z alone.")
            words.append("rotation_z=rep.distribution.uniform(0, 360)")
        case AnyRotation():
            pass
    words.append(f"scale={lines.value(group.scale)}")
    return words


def _position(lines: Lines, group: ObjectGroupSpec) -> str:
    place: Placement | None = group.placement
    match place:
        case None:
            return lines.vector(group.position_m)
        case VolumePlacement(low_m=low, high_m=high):
            return _box(low, high)
        case SurfacePlacement(area=area, height_m=height):
            low_xy, high_xy = _bounds(lines, area)
            return _box((*low_xy, height), (*high_xy, height))
        case SpherePlacement(center_m=center, radius_m=radius):
            lines.remark("The project draws from a ball; here it is the box around it.")
            return _around(center, radius)
        case _:
            lines.remark(
                f"Not expressed: the placement '{place.kind}'. A square of 1 m about the origin stands for it."
            )
            return _box((-0.5, -0.5, 0.0), (0.5, 0.5, 0.0))


def _bounds(lines: Lines, area: Rectangle | Circle | Polygon) -> tuple[tuple[float, float], tuple[float, float]]:
    match area:
        case Rectangle(center_m=(x, y), size_m=(width, depth)):
            return (x - width / 2, y - depth / 2), (x + width / 2, y + depth / 2)
        case Circle(center_m=(x, y), radius_m=radius):
            lines.remark("The project draws from a circle; here it is the square around it.")
            return (x - radius, y - radius), (x + radius, y + radius)
        case _:
            lines.remark("The project draws from a polygon; here it is the rectangle around it.")
            across, along = zip(*area.points_m, strict=True)
            return (min(across), min(along)), (max(across), max(along))


def _around(center: Vector3, radius: float) -> str:
    ends = [support(axis) for axis in (center.x, center.y, center.z)]
    low, high = [low - radius for low, _ in ends], [high + radius for _, high in ends]
    return _box((low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _box(low: tuple[float, ...], high: tuple[float, ...]) -> str:
    below, above = ", ".join(map(number, low)), ", ".join(map(number, high))
    return f"rep.distribution.uniform(({below}), ({above}))"


def _add_frustum(lines: Lines, place: FrustumPlacement) -> None:
    if place.ground:
        lines.remark("Not expressed: standing on the floor; they hang in the air here.")
    lines.add(
        "rep.modify.pose_camera_relative(camera, render_product, "
        f"distance={lines.value(place.distance_m)}, horizontal_location={lines.value(place.horizontal)}, "
        f"vertical_location={lines.value(place.vertical)})"
    )


def _add_look(lines: Lines, look: LookSpec, base: Path) -> None:
    for what, text in (
        (look.decals, "stickers"),
        (look.dirt, "dirt"),
        (look.roughness, "roughness"),
        (look.metallic, "metalness"),
        (not isinstance(look.share, Fixed) or look.share.value < 1, "leaving some objects as they are"),
    ):
        if what:
            lines.remark(f"Not expressed: {text}.")
    if look.textures:
        files = [str(color_picture(resolve("texture", item.source, base))) for item in look.textures]
        lines.add("rep.randomizer.texture(")
        lines.deeper()
        lines.files("textures", files)
        lines.deeper(-1)
        lines.add(")")
    match look.color:
        case PaletteColor(colors=colors):
            values = [tuple(round(part, 4) for part in radiance(color, 1.0)) for color in colors]
            lines.add(f"rep.randomizer.color(colors=rep.distribution.choice({values!r}))")
        case HsvColor():
            lines.remark("The project draws hue, saturation and value; here red, green and blue are drawn.")
            lines.add("rep.randomizer.color(colors=rep.distribution.uniform((0, 0, 0), (1, 1, 1)))")
        case None:
            pass


def variable(name: str) -> str:
    """Return a group's name as a variable."""
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in name)
    return f"group_{kept}" if not kept.isidentifier() or iskeyword(kept) else kept


def color_picture(path: Path) -> Path:
    """Return the picture of a floor's or a wall's colours."""
    pictures = sorted(path.glob("base_color.*")) if path.is_dir() else [path]
    return pictures[0] if pictures else path
