"""Which files can be imported, and whether one is what its name says, before anything parses it."""

import json
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenewright.assets.library import USD_SUFFIXES
from scenewright.errors import UserError

MODEL_SUFFIXES = (".glb", ".gltf", ".obj", ".stl", ".ply", ".dae", ".urdf", *USD_SUFFIXES)
PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".exr", ".hdr")
_LARGEST = 1 << 31
_MOST_ELEMENTS = 60_000_000
_LARGEST_UNPACKED = 1 << 31
_MOST_RATIO = 200

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"PK\x03\x04", "a ZIP archive (or USDZ)"),
    (b"glTF", "a binary glTF model"),
    (b"PXR-USDC", "a binary USD file"),
    (b"#usda", "a text USD file"),
    (b"%PDF", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"ply", "a PLY model"),
    (b"v/1\x01", "an OpenEXR picture"),
)
_EXPECTED: dict[str, tuple[bytes, ...]] = {
    ".glb": (b"glTF",),
    ".ply": (b"ply",),
    ".usdc": (b"PXR-USDC",),
    ".usda": (b"#usda",),
    ".usdz": (b"PK\x03\x04",),
}


def check_source(path: Path) -> None:
    """Refuse a file that is not what its name says, or whose header promises absurd amounts.

    Raises:
        UserError: With one sentence.
    """
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a file: name the file inside it.")
    if not path.is_file():
        raise UserError(f"{path} does not exist: check the path.")
    size = path.stat().st_size
    if size == 0:
        raise UserError(f"{path} is empty: export or copy it again.")
    if size > _LARGEST:
        raise UserError(f"{path} is larger than 2 GB: simplify it, or split it.")
    with path.open("rb") as file:
        head = file.read(4096)
    suffix = path.suffix.lower()
    expected = _EXPECTED.get(suffix)
    if expected and not head.startswith(expected):
        raise UserError(f"{path} is no {suffix} file{_looks_like(head)}: rename it, or export it again.")
    if suffix in (".obj", ".gltf", ".dae", ".urdf", ".stl") and _looks_like(head):
        raise UserError(f"{path} is no {suffix} file{_looks_like(head)}: rename it, or export it again.")
    check = _CHECKS.get(suffix)
    if check is not None:
        check(path, head, size)


def _looks_like(head: bytes) -> str:
    return next((f", it looks like {what}" for magic, what in _MAGIC if head.startswith(magic)), "")


def _glb(path: Path, head: bytes, size: int) -> None:
    if len(head) < 20:
        raise UserError(f"{path} is cut off: export or copy it again.")
    version, length, chunk = struct.unpack("<III", head[4:16])
    if version != 2:
        raise UserError(f"{path} is glTF version {version}: export it as glTF 2.")
    if length > size or chunk > size:
        raise UserError(f"{path} is cut off ({size} of {length} bytes): copy it again.")
    with path.open("rb") as file:
        file.seek(20)
        _gltf_json(path, file.read(chunk))


def _gltf(path: Path, _head: bytes, _size: int) -> None:
    _gltf_json(path, path.read_bytes())


def _gltf_json(path: Path, text: bytes) -> None:
    try:
        data = json.loads(text)
        counts = [int(item.get("count", 0)) for item in data.get("accessors", [])]
        sizes = [int(item.get("byteLength", 0)) for item in (*data.get("bufferViews", []), *data.get("buffers", []))]
        depth_ok = len(data.get("nodes", [])) < 200_000
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{path} holds no readable glTF description: export it again.") from error
    if any(count < 0 or count > _MOST_ELEMENTS for count in counts) or not depth_ok:
        raise UserError(f"{path} claims {max(counts, default=0):,} elements in one list: it is damaged or too large.")
    if any(length < 0 or length > _LARGEST for length in sizes):
        raise UserError(f"{path} claims a buffer of {max(sizes):,} bytes: it is damaged.")


def _ply(path: Path, _head: bytes, size: int) -> None:
    with path.open("rb") as file:
        header = file.read(1 << 16).split(b"end_header")[0]
    counts = [int(number) for number in re.findall(rb"element\s+\w+\s+(\d{1,20})", header)]
    if b"format" not in header or not counts:
        raise UserError(f"{path} has no complete PLY header: export it again.")
    if any(count > _MOST_ELEMENTS for count in counts) or sum(counts) > size:
        raise UserError(f"{path} claims {max(counts):,} elements in {size:,} bytes: it is damaged or cut off.")

    if b"ascii" in header:
        written = path.read_bytes().partition(b"end_header")[2].split(b"\n")
        if sum(1 for line in written if line.strip()) < sum(counts):
            raise UserError(f"{path} claims more elements than it has lines: it is damaged or cut off.")


def _obj(path: Path, _head: bytes, _size: int) -> None:
    if re.search(rb"(?m)^f[^\n]*[ \t]0[/\s]", path.read_bytes()):
        raise UserError(f"{path} has faces that name point 0, and points are counted from 1: export it again.")


def _stl(path: Path, head: bytes, size: int) -> None:
    if head.lstrip().startswith(b"solid") and b"facet" in head:
        return
    if size < 84:
        raise UserError(f"{path} is cut off: export it again.")
    (count,) = struct.unpack("<I", head[80:84])
    if count == 0 or size < 84 + 50 * count:
        raise UserError(f"{path} claims {count:,} triangles, but its size does not fit that: it is damaged or cut off.")


def _usdz(path: Path, _head: bytes, size: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            names = [item.filename for item in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UserError(f"{path} is no whole USDZ archive: copy or export it again.") from error
    if unpacked > _LARGEST_UNPACKED or unpacked > _MOST_RATIO * size:
        raise UserError(f"{path} would unpack to {unpacked:,} bytes: it is damaged or malicious.")
    if any(name.startswith("/") or ".." in Path(name).parts for name in names):
        raise UserError(f"{path} holds files with paths that leave the archive: it is damaged or malicious.")


def xml_root(path: Path) -> Any:
    """Return the outermost element of an XML file, with nothing expanded and nothing fetched.

    Raises:
        UserError: It is no XML, or defines entities.
    """
    from defusedxml import ElementTree  # noqa: PLC0415
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415

    try:
        return ElementTree.parse(path).getroot()
    except DefusedXmlException as error:
        raise UserError(f"{path} defines XML entities, which no model needs: export it again.") from error
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise UserError(f"{path} is no readable XML ({error}): export it again.") from error


def _xml(path: Path, _head: bytes, size: int) -> None:
    if size > 1 << 28:
        raise UserError(f"{path} is a text of more than 256 MB: simplify the model.")
    root = xml_root(path)
    wanted = "robot" if path.suffix.lower() == ".urdf" else "COLLADA"
    if root.tag.rsplit("}", 1)[-1] != wanted:
        raise UserError(f"{path} is no {path.suffix} file: its outermost element is <{root.tag}>.")
    if any("xacro" in str(element.tag) for element in root.iter()):
        raise UserError(f"{path} is an unexpanded xacro file: run 'xacro {path.name} > robot.urdf' first.")


_CHECKS: dict[str, Callable[[Path, bytes, int], None]] = {
    ".glb": _glb,
    ".gltf": _gltf,
    ".obj": _obj,
    ".ply": _ply,
    ".stl": _stl,
    ".usdz": _usdz,
    ".dae": _xml,
    ".urdf": _xml,
}
