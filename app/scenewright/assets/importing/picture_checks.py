"""Whether a picture file may be read, and is what its name says, before anything makes room for it."""

import struct
from collections.abc import Iterator
from pathlib import Path

from scenewright.assets.importing.guard import OutsideError
from scenewright.errors import UserError

MOST_PIXELS = 16384 * 8192
_LARGEST_BYTES = 1 << 30
_LONGEST_HEADER = 1 << 22
_MULTIPLE_PARTS = 0x1000


def check_picture(path: Path, *, allow_outside: bool = False) -> None:
    """Refuse a picture that is none of JPEG, PNG, OpenEXR and Radiance HDR, is too large, or lies elsewhere.

    JPEG and PNG may have each other's ending, as many have; an .exr and a .hdr may not.

    Args:
        path: The file.
        allow_outside: Let it be a link to a file outside its folder.

    Raises:
        OutsideError: It is such a link.
        UserError: It cannot be used.
    """
    try:
        if not allow_outside and not path.resolve().is_relative_to(path.parent.resolve()):
            raise OutsideError(f"{path} is a link to a file outside its folder: copy it there, or use --allow-outside.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_LONGEST_HEADER if path.suffix.lower() == ".exr" else 16)
    except OSError as error:
        raise UserError(f"{path} cannot be opened ({error.strerror}): check the path.") from error
    if size > _LARGEST_BYTES:
        raise UserError(f"{path} is larger than 1 GB: scale it down.")
    suffix = path.suffix.lower()
    if suffix == ".exr":
        _check_exr(path, head)
    elif suffix == ".hdr":
        if not head.startswith(b"#?"):
            raise UserError(f"{path} is no Radiance HDR picture: save it again, or rename it.")
    elif not head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise UserError(f"{path} is neither a JPEG nor a PNG picture: save it again as one of them.")


def _check_exr(path: Path, head: bytes) -> None:
    if not head.startswith(b"v/1\x01"):
        raise UserError(f"{path} is no OpenEXR picture: save it again, or rename it.")
    try:
        sizes = list(_data_windows(head))
    except (ValueError, struct.error) as error:
        raise UserError(f"{path} has no complete OpenEXR header: save it again.") from error
    if not sizes:
        raise UserError(f"{path} has no complete OpenEXR header: save it again.")
    if any(width < 1 or height < 1 for width, height in sizes) or sum(w * h for w, h in sizes) > MOST_PIXELS:
        claimed = ", ".join(f"{width} x {height}" for width, height in sizes[:3])
        raise UserError(f"{path} claims to be {claimed} pixels: it is damaged, or too large; scale it to 8192 x 4096.")


def _data_windows(head: bytes) -> Iterator[tuple[int, int]]:
    """Yield (width, height) of each data window (OpenEXR file layout: headers are named, typed and sized attributes).

    Raises:
        ValueError: The headers are not whole.
        struct.error: Nor so.
    """
    (version,) = struct.unpack_from("<I", head, 4)
    place, is_new = 8, True
    while True:
        name_end = head.index(b"\0", place)
        if name_end == place:  # an empty name ends a header; in a file of several parts an empty header ends them
            if is_new or not version & _MULTIPLE_PARTS:
                return
            place, is_new = place + 1, True
            continue
        type_end = head.index(b"\0", name_end + 1)
        (size,) = struct.unpack_from("<I", head, type_end + 1)
        if head[place:name_end] == b"dataWindow":
            left, top, right, bottom = struct.unpack_from("<4i", head, type_end + 5)
            yield right - left + 1, bottom - top + 1
        place, is_new = type_end + 5 + size, False
