"""Short ways to write Blender's shader graphs."""

from __future__ import annotations

from typing import Any

import bpy


def node(tree: Any, kind: str, inputs: dict[Any, Any] | None = None, **settings: Any) -> Any:
    """Adds a shader node; an input that is itself a socket is linked, any other value is set."""
    made = tree.nodes.new(f"ShaderNode{kind}")
    for name, value in settings.items():
        setattr(made, name, value)
    for name, value in (inputs or {}).items():
        if isinstance(value, bpy.types.NodeSocket):
            tree.links.new(value, made.inputs[name])
        else:
            made.inputs[name].default_value = value
    return made


def calculate(tree: Any, operation: str, first: Any, second: Any = 0.0, third: Any = 0.0) -> Any:
    """Returns the socket of a number computed from numbers."""
    return node(tree, "Math", {0: first, 1: second, 2: third}, operation=operation).outputs[0]


def vector(tree: Any, operation: str, first: Any, second: Any = (0.0, 0.0, 0.0)) -> Any:
    """Returns the socket of a vector (or, for DOT_PRODUCT, the node's number) computed from vectors."""
    made = node(tree, "VectorMath", {0: first, 1: second}, operation=operation)
    return made.outputs["Value" if operation == "DOT_PRODUCT" else "Vector"]


def ramp(tree: Any, value: Any, low: float, high: float, to_low: float = 0.0, to_high: float = 1.0) -> Any:
    """Returns the socket of a smooth step of ``value`` from low..high to to_low..to_high."""
    given = {"Value": value, "From Min": low, "From Max": high, "To Min": to_low, "To Max": to_high}
    return node(tree, "MapRange", given, interpolation_type="SMOOTHSTEP").outputs[0]


def mix(tree: Any, share: Any, first: Any, second: Any, blend: str = "MIX") -> Any:
    """Returns the socket of a colour between two colours."""
    given = {0: share, 6: colour(first), 7: colour(second)}
    return node(tree, "Mix", given, data_type="RGBA", blend_type=blend, clamp_factor=True).outputs[2]


def colour(value: Any) -> Any:
    """Adds the alpha that Blender's colours have; sockets stay as they are."""
    return (*value, 1.0) if isinstance(value, tuple) and len(value) == 3 else value


def noise(tree: Any, place: Any, scale: float, detail: float = 4.0, roughness: float = 0.55, twist: float = 0.0) -> Any:
    """Returns the socket of fractal noise, about 0..1 around 0.5."""
    given = {"Vector": place, "Scale": scale, "Detail": detail, "Roughness": roughness, "Distortion": twist}
    return node(tree, "TexNoise", given).outputs[0]
