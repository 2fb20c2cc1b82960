"""Which map of a surface a picture is, by its name.

Namings: ambientCG (``Bricks076_1K-JPG_NormalGL.jpg``), Poly Haven (``brown_mud_nor_gl_1k.png``), Poliigon
(``Wood_NRM_1K_METALNESS.png``), and what the usual painting programs write (``Wood_Base_Color.png``).
"""

import re
from collections.abc import Mapping, Sequence

ROLES: Mapping[str, str] = {
    "base_color": "color colour col diff diffuse albedo alb basecolor basecolour",
    "normal_gl": "normalgl norgl normalogl normalopengl nrmgl normal nor nrm norm",
    "normal_dx": "normaldx nordx normaldirectx nrmdx",
    "roughness": "roughness rough rgh",
    "gloss": "gloss glossiness smoothness",
    "metallic": "metalness metallic metal met",
    "packed": "arm orm occlusionroughnessmetallic ambientocclusionroughnessmetallic metallicroughness metalroughness",
    "other": (
        "ambientocclusion ao occlusion displacement disp height bump opacity mask specular spec metallicsmoothness"
    ),
}
"""Words, written together, by role. Packed maps have roughness in green and metalness in blue."""

_ROLE_OF = {word: role for role, words in ROLES.items() for word in words.split()}
_MOST_PARTS = 4
_APART = re.compile(r"[_\-. ]+|(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])")
_SIZE = re.compile(r"\d{1,2}k|(?:256|512|1024|2048|4096|8192)(?:px)?|\d{3,4}x\d{3,4}")
_FORMATS = ("jpg", "jpeg", "png", "exr", "8bit", "16bit", "32bit")
_WORKFLOWS = ("metalness", "specular")  # Poliigon ends all maps of a material with one of them


def role_of(stem: str) -> tuple[str, str] | None:
    """Return what the maps of one material have in common in their names, and this one's role; None for no map.

    Sizes and formats in the name do not count: a map of 1K and one of 2K may belong together.

    Args:
        stem: The picture's name without its ending.
    """
    parts = _without_size([part.casefold() for part in _APART.split(stem) if part])
    if len(parts) > 1 and parts[-1] in ("map", "texture"):
        parts.pop()
    found = _role_at_end(parts)
    if found is None and len(parts) > 1 and re.fullmatch(r"\d{1,2}|var\d", parts[-1]):
        found = _role_at_end(parts[:-1])  # a variant of the colours, as in brick_col_01
    return found


def _without_size(parts: list[str]) -> list[str]:
    """Drop what a name says at its end about size and format, as 1K-JPG."""
    kept = list(parts)
    if len(kept) > 2 and kept[-1] in _WORKFLOWS and _is_size(kept[-2]):
        kept.pop()
    while len(kept) > 1 and _is_size(kept[-1]):
        kept.pop()
    return kept


def _is_size(part: str) -> bool:
    return part in _FORMATS or _SIZE.fullmatch(part) is not None


def _role_at_end(parts: Sequence[str]) -> tuple[str, str] | None:
    """Find the longest known word at the end, so that occlusion_roughness_metallic is not taken for metallic."""
    for count in range(min(_MOST_PARTS, len(parts)), 0, -1):
        role = _ROLE_OF.get("".join(parts[-count:]))
        if role is not None:
            return "_".join(part for part in parts[:-count] if not _is_size(part)), role
    return None
