"""More than two hundred files that nobody should trust."""

import io
import json
import os
import random
import re
import struct
import zipfile

from samples import MODELS, USD_MODELS, glb_of, picture, robot

FIRST_BYTES = {
    "png": picture(),
    "pdf": b"%PDF-1.7\n" + bytes(200),
    "program": b"\x7fELF" + bytes(300),
    "gzip": b"\x1f\x8b\x08" + bytes(200),
}
FRACTIONS = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97)
TRIANGLE = "v 0 0 0\nv 1 0 0\nv 0 1 0\n"


def cases(samples):
    """Yield (what is wrong, file name, {file: bytes}) for every damage; all files lie in one folder.

    Args:
        samples: The bytes of sound files by name.
    """
    yield from _cut_off(samples)
    yield from _other_endings(samples)
    yield from _other_contents()
    yield from _noise(samples)
    yield from _absurd_numbers(samples)
    yield from _bombs()
    yield from _broken_machines(samples)


def _cut_off(samples):
    for name in ("model.glb", "model.stl", "model.ply", "ascii.ply", "model.usdc", "model.usdz", "model.dae"):
        for fraction in FRACTIONS:
            data = samples[name]
            yield f"{name} cut at {fraction}", name, {name: data[: int(len(data) * fraction)]}
    for name in ("model.gltf", "model.urdf", "model.usda"):
        for fraction in FRACTIONS[:-1]:
            data = samples[name]
            yield f"{name} cut at {fraction}", name, {name: data[: int(len(data) * fraction)]}
    for name in (*MODELS, *USD_MODELS):
        yield f"{name} empty", name, {name: b""}


def _other_endings(samples):
    names = (*MODELS, *USD_MODELS)
    for content in names:
        for suffix in {name.rsplit(".", 1)[1] for name in names} - {content.rsplit(".", 1)[1]}:
            name = f"renamed.{suffix}"
            yield f"{content} as .{suffix}", name, {name: samples[content]}


def _other_contents():
    for what, data in FIRST_BYTES.items():
        for name in (*MODELS, *USD_MODELS):
            yield f"{what} as {name}", name, {name: data}


def _noise(samples):
    luck = random.Random(3)
    for name in ("model.glb", "model.usdc", "model.usdz", "model.ply", "model.stl"):
        for head in (4, 16, 40):
            noise = luck.randbytes(2000)
            yield f"{name} noise after {head}", name, {name: samples[name][:head] + noise}


def _absurd_numbers(samples):
    yield "stl count", "a.stl", {"a.stl": bytes(80) + struct.pack("<I", 4_000_000_000) + bytes(500)}
    for count in ("4000000000", "99999999999999999999", "-5"):
        text = re.sub(rb"element vertex \d+", b"element vertex " + count.encode(), samples["model.ply"])
        yield f"ply count {count}", "a.ply", {"a.ply": text}
    for key, value in (("count", 10**12), ("count", -3), ("componentType", 77), ("bufferView", 99)):
        data = json.loads(samples["model.gltf"])
        for accessor in data["accessors"]:
            accessor[key] = value
        yield f"gltf accessor {key} {value}", "a.gltf", {**samples, "a.gltf": json.dumps(data).encode()}
    for length in (10**13, -1):
        data = json.loads(samples["model.gltf"])
        data["bufferViews"][0]["byteLength"] = length
        yield f"gltf view of {length}", "a.gltf", {**samples, "a.gltf": json.dumps(data).encode()}
    loop = {"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}]}
    loop |= {"nodes": [{"children": [1]}, {"children": [0]}]}
    yield "gltf nodes in a circle", "a.glb", {"a.glb": glb_of(loop)}
    yield "gltf of lists", "a.gltf", {"a.gltf": b"[" * 100_000 + b"]" * 100_000}
    yield "gltf of numbers", "a.gltf", {"a.gltf": b"[1, 2, 3]"}
    for number in ("9", "999999999", "-7", "0", "99999999999999999999"):
        yield f"obj face {number}", "a.obj", {"a.obj": f"{TRIANGLE}f 1 2 {number}\n".encode()}
    for number in ("nan", "inf", "1e39", "word"):
        text = f"v {number} 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"
        yield f"obj point {number}", "a.obj", {"a.obj": text.encode()}
    yield "obj without faces", "a.obj", {"a.obj": TRIANGLE.encode()}
    for name in ("points = [(nan, 0, 0), (1, 0, 0), (0, 1, 0)]", "points = [(inf, 0, 0), (1, 0, 0), (0, 1, 0)]"):
        yield f"usda {name[:16]}", "a.usda", {"a.usda": _usda_mesh(name, "[0, 1, 2]", "[3]")}
    for indices, counts in (("[0, 1, 99]", "[3]"), ("[0, 1, -1]", "[3]"), ("[0, 1, 2]", "[300000000]"), ("[]", "[-3]")):
        points = "points = [(0, 0, 0), (1, 0, 0), (0, 1, 0)]"
        yield f"usda {indices} {counts}", "a.usda", {"a.usda": _usda_mesh(points, indices, counts)}
    for unit in ("0", "-1", "nan"):
        text = samples["model.usda"].replace(b"metersPerUnit = 0.01", f"metersPerUnit = {unit}".encode())
        yield f"usda unit {unit}", "a.usda", {"a.usda": text, "red.png": picture()}


def _usda_mesh(points, indices, counts):
    return f"""#usda 1.0
( defaultPrim = "a" )
def Mesh "a" {{
    point3f[] {points}
    int[] faceVertexIndices = {indices}
    int[] faceVertexCounts = {counts}
}}
""".encode()


def _bombs():
    laughs = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
    for suffix, root in (("dae", "COLLADA"), ("urdf", "robot")):
        text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><{root}>&l9;</{root}>'
        yield f"billion laughs in {suffix}", f"a.{suffix}", {f"a.{suffix}": text.encode()}
        text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><{root}>&e;</{root}>'
        yield f"file entity in {suffix}", f"a.{suffix}", {f"a.{suffix}": text.encode()}
        deep = f"<{root}>" + "<a>" * 200_000
        yield f"deep {suffix}", f"a.{suffix}", {f"a.{suffix}": deep.encode()}
    for what, name, size in (("zip bomb", "a.usda", 400 << 20), ("zip bomb of pictures", "a.png", 300 << 20)):
        file = io.BytesIO()
        with (
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open(name, "w") as out,
        ):
            for _ in range(size >> 20):
                out.write(bytes(1 << 20))
        yield what, "a.usdz", {"a.usdz": file.getvalue()}
    for inside in ("../evil.usda", "/tmp/evil.usda", "a/../../evil.usda"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr(inside, "#usda 1.0\n")
        yield f"zip with {inside}", "a.usdz", {"a.usdz": file.getvalue()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "no model")
    yield "zip without a model", "a.usdz", {"a.usdz": file.getvalue()}


def _broken_machines(samples):
    good = robot()
    changes = {
        "loop of joints": ('<child link="arm"/>', '<child link="base"/>'),
        "joint to nowhere": ('<child link="arm"/>', '<child link="leg"/>'),
        "joint without parent": ('<parent link="base"/>', ""),
        "words as numbers": ('xyz="0 0 0.05"', 'xyz="a b c"'),
        "too few numbers": ('xyz="0 0 0.05"', 'xyz="0 0"'),
        "infinite numbers": ('xyz="0 0 0.05"', 'xyz="inf 0 0"'),
        "mesh that is missing": ("model.stl", "nothing.stl"),
        "mesh of a strange kind": ("model.stl", "model.doc"),
        "negative box": ('size="0.3 0.3 0.1"', 'size="nan 1 1"'),
        "no shape": ('<box size="0.3 0.3 0.1"/>', "<cone/>"),
        "xacro": ("<robot name", '<robot xmlns:xacro="http://ros.org/wiki/xacro"><xacro:include filename="a"/><b name'),
    }
    for what, (old, new) in changes.items():
        yield f"urdf: {what}", "a.urdf", {"a.urdf": good.replace(old, new).encode(), "model.stl": samples["model.stl"]}
    yield "urdf without links", "a.urdf", {"a.urdf": b'<robot name="x"></robot>'}


def outsiders(samples):
    """Yield (what, file name, {file: bytes}) of files that name `../secret...`, `SECRET` being its absolute path."""
    gltf = json.loads(samples["model.gltf"])
    for uri in ("../secret.bin", "file://SECRET", "http://example.com/a.bin", "%2e%2e/secret.bin"):
        gltf["buffers"][0]["uri"] = uri
        yield f"gltf buffer {uri}", "a.gltf", {"a.gltf": json.dumps(gltf).encode()}
    for uri in ("../secret.stl", "SECRET", "file://SECRET", "package://../secret.stl", "package://x/../../secret.stl"):
        yield f"urdf mesh {uri}", "a.urdf", {"a.urdf": robot(uri).encode()}
    for arc in ("subLayers = [@{}@]", "prepend references = @{}@</a>", "prepend payload = @{}@</a>"):
        for uri in ("../secret.usda", "SECRET.usda"):
            text = '#usda 1.0\n(\ndefaultPrim = "a"\n{}\n)\ndef Xform "a" {}\n{{}}\n'
            name = arc.format(uri)
            header, prim = (name, "") if arc.startswith("sub") else ("", f"({name})")
            yield f"usda {name}", "a.usda", {"a.usda": text.format(header, prim).replace("{{}}", "{}").encode()}
    for uri in ("../secret.png", "SECRET"):
        yield f"usda texture {uri}", "a.usda", {"a.usda": samples["model.usda"].replace(b"red.png", uri.encode())}
    for uri in ("../secret.png", "../../secret.png", "/etc/hostname"):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.usda", samples["model.usda"].replace(b"red.png", uri.encode()))
        yield f"usdz texture {uri}", "a.usdz", {"a.usdz": file.getvalue()}


def without_their_textures(samples):
    """Yield files that are shown without what they may not read: a model is of use without its picture."""
    face = "vt 0 0\nf 1/1 2/1 3/1\n"
    for uri in ("../secret.mtl", "SECRET"):
        yield f"mtllib {uri}", "a.obj", {"a.obj": f"mtllib {uri}\n{TRIANGLE}{face}".encode()}
    for uri in ("../secret.png", "SECRET", "..\\secret.png"):
        files = {
            "a.obj": f"mtllib a.mtl\nusemtl m\n{TRIANGLE}{face}".replace("usemtl m\n", "", 1)
            .replace("vt 0 0", "usemtl m\nvt 0 0")
            .encode(),
            "a.mtl": f"newmtl m\nKd 1 1 1\nmap_Kd {uri}\n".encode(),
        }
        yield f"map_Kd {uri}", "a.obj", files
    gltf = json.loads(samples["model.gltf"])
    for uri in ("../secret.png", "http://example.com/a.png"):
        gltf["images"] = [{"uri": uri}]
        yield f"gltf image {uri}", "a.gltf", {**samples, "a.gltf": json.dumps(gltf).encode()}


def write(folder, files, secret):
    """Write a case into a folder, and beside it a secret that blocks whoever opens it."""
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data.replace(b"SECRET", str(secret).encode()))
    for name in ("secret", "secret.bin", "secret.stl", "secret.usda", "secret.png", "secret.mtl"):
        if not (folder.parent / name).exists():
            os.mkfifo(folder.parent / name)
