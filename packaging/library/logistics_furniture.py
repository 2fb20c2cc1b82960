"""A pallet, and furniture of a workshop: table, shelves, chair, ladder, trolley. All stand on z = 0, front to -Y."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import trimesh
from logistics_surfaces import metal, plastic, rubber, wood
from solid_forms import bar, beam, drum, part, rounded_box, united

from scenewright.assets.model import Material, Part


def pallet() -> list[Part]:
    """Return a pallet of 1200 x 800 x 144 mm, laid out as EN 13698-1 has it."""
    boards = [
        (y, wide, 0.133) for y, wide in ((-0.3275, 0.145), (-0.168, 0.100), (0, 0.145), (0.168, 0.100), (0.3275, 0.145))
    ]
    top = [rounded_box((1.2, wide, 0.022), (0, y, z), 0.002) for y, wide, z in boards]
    bottom = [
        rounded_box((1.2, wide, 0.022), (0, y, 0.011), 0.002) for y, wide in ((-0.35, 0.100), (0, 0.145), (0.35, 0.100))
    ]
    cross = [rounded_box((0.145, 0.8, 0.022), (x, 0, 0.111), 0.002) for x in (-0.5275, 0, 0.5275)]
    blocks = [
        rounded_box((0.145, wide, 0.078), (x, y, 0.061), 0.002)
        for x in (-0.5275, 0, 0.5275)
        for y, wide in ((-0.35, 0.100), (0, 0.145), (0.35, 0.100))
    ]
    luck = np.random.default_rng(4)
    nails = [
        _nail(x + dx + luck.uniform(-0.008, 0.008), y + luck.uniform(-0.02, 0.02))
        for x in (-0.5275, 0, 0.5275)
        for dx in (-0.035, 0.035)
        for y, _, _ in boards
    ]
    pine, block = wood("pine", (196, 158, 110), 21, 0.85), wood("block", (172, 134, 92), 22, 0.9)
    return [
        part([*top, *bottom], pine, 1.4, "x", 5),
        part(cross, pine, 1.4, "y", 6),
        part(blocks, block, 2.0, "x", 7),
        part(nails, Material("nails", (0.30, 0.29, 0.28), roughness=0.55, metallic=0.8)),
    ]


def _nail(x: float, y: float) -> trimesh.Trimesh:
    place = trimesh.transformations.translation_matrix((x, y, 0.1435))
    return trimesh.creation.cylinder(0.0045, 0.0016, sections=10, transform=place)


def table() -> list[Part]:
    """Return a workbench of 1400 x 700 x 850 mm: a beech top on a steel frame with a lower board."""
    top = _glued_boards()
    posts = [(x, y) for x in (-0.62, 0.62) for y in (-0.28, 0.28)]
    frame = [rounded_box((0.05, 0.05, 0.80), (x, y, 0.412), 0.004) for x, y in posts]
    frame += [rounded_box((1.24, 0.035, 0.06), (0, y, 0.778), 0.003) for y in (-0.28, 0.28)]
    frame += [rounded_box((0.035, 0.56, 0.06), (x, 0, 0.778), 0.003) for x in (-0.62, 0.62)]
    frame += [rounded_box((1.24, 0.03, 0.04), (0, y, 0.19), 0.003) for y in (-0.28, 0.28)]
    frame += [rounded_box((0.03, 0.56, 0.04), (x, 0, 0.19), 0.003) for x in (-0.62, 0.62)]
    feet = [drum(0.024, 0.0, 0.016, 0.004, at=(x, y, 0)) for x, y in posts]
    lower = [rounded_box((1.20, 0.54, 0.016), (0, 0, 0.218), 0.002)]
    beech = wood("beech", (204, 164, 118), 23, 0.5)
    return [
        part(top, beech, 1.6, "x", 8),
        part([united(frame)], metal("paint", (62, 78, 92), 24, 0.0, 0.5), 3.0),
        part(lower, wood("board", (182, 150, 112), 25, 0.7), 1.2, "x", 9),
        part(feet, rubber()),
    ]


def _glued_boards() -> list[trimesh.Trimesh]:
    """Return the six boards of the top, each with grain of its own: strips of one slab's surface.

    Joints, and sides inside, would be seen by lamps, and cast dots of shadow onto the next board.
    """
    slab, edges, strips = rounded_box((1.4, 0.7, 0.038), (0, 0, 0.831), 0.003), np.linspace(-0.35, 0.35, 7), []
    for low, high in pairwise(edges):
        around = trimesh.creation.box(
            (2.0, high - low, 0.1), trimesh.transformations.translation_matrix((0, (low + high) / 2, 0.831))
        )
        strip = trimesh.boolean.intersection([slab, around], engine="manifold")
        along = strip.vertices[strip.faces][..., 1]
        is_cut = [np.isclose(along, edge, atol=1e-6).all(axis=1) for edge in edges[1:-1]]
        strips.append(strip.submesh([np.flatnonzero(~np.any(is_cut, axis=0))], append=True))
    return strips


def shelf() -> list[Part]:
    """Return a rack of 900 x 400 x 1800 mm with four boards on posts with slots."""
    width, depth, height = 0.9, 0.4, 1.8
    posts, holes = [], []
    for x in (-1, 1):
        for y in (-1, 1):
            cx, cy = x * width / 2, y * depth / 2
            posts.append(united([
                rounded_box((0.040, 0.0025, height - 0.01), (cx - x * 0.020, cy - y * 0.00125, height / 2), 0.001),
                rounded_box((0.0025, 0.040, height - 0.01), (cx - x * 0.00125, cy - y * 0.020, height / 2), 0.001),
            ]))  # fmt: skip
            for z in np.arange(0.08, height - 0.05, 0.10):
                holes.append(_slot((0.010, 0.0012, 0.022), (cx - x * 0.022, cy, z)))
                holes.append(_slot((0.0012, 0.010, 0.022), (cx, cy - y * 0.022, z)))
    boards, lips = [], []
    for z in (0.12, 0.66, 1.20, 1.74):
        boards.append(rounded_box((width - 0.012, depth - 0.012, 0.012), (0, 0, z + 0.012), 0.002))
        low = z - 0.006  # below the board's top, so that nothing stands askew on it
        lips += [rounded_box((width - 0.008, 0.0025, 0.045), (0, s * (depth / 2 - 0.005), low), 0.001) for s in (-1, 1)]
        lips += [rounded_box((0.0025, depth - 0.012, 0.045), (s * (width / 2 - 0.005), 0, low), 0.001) for s in (-1, 1)]
    feet = [
        rounded_box((0.05, 0.05, 0.012), (x * (width / 2 - 0.018), y * (depth / 2 - 0.018), 0.006), 0.003)
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return [
        part(posts, metal("posts", (44, 74, 128), 26, 0.0, 0.45), 3.0, "z"),
        part(lips, metal("lips", (232, 112, 30), 27, 0.0, 0.45), 3.0),
        part(boards, wood("chipboard", (190, 160, 120), 28, 0.75), 1.3, "x", 10),
        part(holes, Material("slots", (0.012, 0.012, 0.014), roughness=0.9)),
        part(feet, plastic("feet", (28, 28, 30), 29)),
    ]


def _slot(size: tuple[float, float, float], at: tuple[float, float, float]) -> trimesh.Trimesh:
    return trimesh.creation.box(size, trimesh.transformations.translation_matrix(at))


def chair() -> list[Part]:
    """Return a wooden chair with a slatted back, 450 x 500 x 850 mm."""
    legs = [beam((s * 0.195, -0.19, 0), (s * 0.185, -0.18, 0.44), 0.036, 0.036, 0.006) for s in (-1, 1)]
    legs += [beam((s * 0.190, 0.245, 0), (s * 0.180, 0.195, 0.46), 0.036, 0.038, 0.006) for s in (-1, 1)]
    legs += [beam((s * 0.180, 0.195, 0.44), (s * 0.176, 0.265, 0.855), 0.034, 0.036, 0.006) for s in (-1, 1)]
    seat = [rounded_box((0.43, 0.43, 0.028), (0, 0, 0.452), 0.009)]
    apron = [rounded_box((0.35, 0.020, 0.055), (0, y, 0.412), 0.003) for y in (-0.178, 0.188)]
    sides = [rounded_box((0.020, 0.36, 0.055), (s * 0.183, 0.005, 0.412), 0.003) for s in (-1, 1)]
    rungs = [bar((s * 0.189, -0.186, 0.18), (s * 0.186, 0.222, 0.18), 0.011, 0.003) for s in (-1, 1)]
    across = [bar((-0.188, 0.01, 0.18), (0.188, 0.01, 0.18), 0.011, 0.003)]
    rails = [
        beam((-0.175, y, z), (0.175, y, z), 0.018, tall, 0.005)
        for y, z, tall in ((0.256, 0.805, 0.075), (0.2135, 0.56, 0.045))
    ]
    slats = [beam((x, 0.2155, 0.57), (x, 0.252, 0.79), 0.042, 0.010, 0.003) for x in (-0.10, 0.0, 0.10)]
    oak = wood("oak", (168, 118, 74), 31, 0.45)
    return [
        part([*legs, *slats], oak, 2.0, "z", 11),
        part([*seat, *apron, *rails, *across], oak, 2.0, "x", 12),
        part([*sides, *rungs], oak, 2.0, "y", 13),
    ]


def ladder() -> list[Part]:
    """Return a step ladder of five steps, 1.5 m high."""
    top, spread = 1.42, 0.34
    rails, steps, treads, feet = [], [], [], []
    for s in (-1, 1):
        rails.append(beam((s * 0.235, -spread, 0.02), (s * 0.175, 0.0, top), 0.022, 0.052, 0.004))
        rails.append(beam((s * 0.220, spread + 0.12, 0.02), (s * 0.165, 0.045, top - 0.03), 0.020, 0.036, 0.004))
        feet += [
            rounded_box((0.030, 0.066, 0.040), (s * 0.235, -spread, 0.020), 0.006),
            rounded_box((0.028, 0.050, 0.040), (s * 0.220, spread + 0.12, 0.020), 0.006),
        ]
    for k in range(1, 6):
        share = k * 0.24 / top
        half, y, z = 0.235 - 0.06 * share, -spread * (1 - share), k * 0.24
        steps.append(rounded_box((2 * half - 0.012, 0.085, 0.024), (0, y + 0.006, z), 0.004))
        treads += [
            rounded_box((2 * half - 0.05, 0.010, 0.004), (0, y + 0.006 + dy, z + 0.0128), 0.0012)
            for dy in (-0.028, -0.010, 0.010, 0.028)
        ]
    braces = [bar((-0.21, spread * 0.72 + 0.10, z), (0.21, spread * 0.72 + 0.10, z), 0.009) for z in (0.36,)]
    braces += [beam((s * 0.212, -0.205, 0.56), (s * 0.198, 0.285, 0.56), 0.004, 0.018, 0.001) for s in (-1, 1)]
    cap = [rounded_box((0.42, 0.15, 0.030), (0, 0.020, top + 0.005), 0.009)]
    handle = [bar((s * 0.165, 0.0, top), (s * 0.150, -0.01, top + 0.19), 0.010) for s in (-1, 1)]
    handle.append(bar((-0.156, -0.01, top + 0.19), (0.156, -0.01, top + 0.19), 0.011))
    return [
        part([*rails, *steps, *braces], metal("aluminium", (214, 216, 219), 33, 0.55, 0.42), 3.0, "z"),
        part([*cap, *feet], plastic("orange", (226, 92, 28), 34)),
        part([*treads, *handle], rubber()),
    ]


def trolley() -> list[Part]:
    """Return a platform trolley of 900 x 600 mm with a bow to push it and four castors; it is pushed along +X."""
    deck_z = 0.185
    deck = [rounded_box((0.9, 0.6, 0.020), (0, 0, deck_z), 0.004)]
    frame = [rounded_box((0.9, 0.030, 0.040), (0, s * 0.285, deck_z - 0.026), 0.004) for s in (-1, 1)]
    frame += [rounded_box((0.030, 0.56, 0.040), (x, 0, deck_z - 0.026), 0.004) for x in (-0.435, 0.0, 0.435)]
    bumper = [rounded_box((0.92, 0.014, 0.030), (0, s * 0.304, deck_z), 0.006) for s in (-1, 1)]
    bumper += [rounded_box((0.014, 0.622, 0.030), (s * 0.456, 0, deck_z), 0.006) for s in (-1, 1)]
    bow = [bar((-0.425, s * 0.25, deck_z - 0.02), (-0.455, s * 0.25, 0.88), 0.0145, 0.004) for s in (-1, 1)]
    bend = np.linspace(0, np.pi / 2, 6)
    for s in (-1, 1):
        arc = [(-0.455, s * (0.18 + 0.07 * np.cos(a)), 0.88 + 0.07 * np.sin(a)) for a in bend]
        bow += [bar(one, other, 0.0145, 0.001) for one, other in pairwise(arc)]
    bow.append(bar((-0.455, -0.185, 0.95), (-0.455, 0.185, 0.95), 0.0145, 0.001))
    bow.append(bar((-0.442, -0.25, 0.50), (-0.442, 0.25, 0.50), 0.011, 0.001))
    grip = [bar((-0.455, -0.13, 0.95), (-0.455, 0.13, 0.95), 0.019, 0.004)]
    wheels, forks, hubs = [], [], []
    for x, turned_by in ((-0.35, 0.035), (0.35, 0.0)):
        for s in (-1, 1):
            cx, cy = x - turned_by, s * 0.225
            wheels.append(drum(0.0625, -0.018, 0.018, 0.008, "y", (cx, cy, 0.0625)))
            hubs.append(drum(0.030, -0.0215, 0.0215, 0.003, "y", (cx, cy, 0.0625)))
            forks += [
                beam((cx, cy + t * 0.026, 0.055), (x, cy + t * 0.026, 0.138), 0.004, 0.040, 0.001) for t in (-1, 1)
            ]
            forks += [
                drum(0.036, 0.132, 0.146, 0.003, at=(x, cy, 0)),
                rounded_box((0.085, 0.085, 0.006), (x, cy, 0.143), 0.001),
            ]
    return [
        part(deck, wood("deck", (120, 88, 62), 35, 0.6), 1.6, "x", 14),
        part([*frame, *bow], metal("paint", (28, 92, 156), 36, 0.0, 0.4), 3.0),
        part([*bumper, *grip, *wheels], rubber()),
        part([*forks, *hubs], metal("zinc", (176, 178, 180), 37), 4.0),
    ]
