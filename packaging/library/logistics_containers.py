"""Totes, bins, crates, cartons, drum and waste bin: hollow where the real thing is; they stand on z = 0, facing -Y."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import trimesh
from logistics_surfaces import cardboard, metal, plastic, rubber, wood
from solid_forms import (
    corners_of,
    dome,
    drum,
    facing_axis,
    part,
    part_of,
    rounded_box,
    turned,
    united,
)

from scenewright.assets.model import Material, Part


def tote(color: tuple[int, int, int]) -> list[Part]:
    """Return a stacking container of 600 x 400 x 220 mm with ribs, a rim and grips.

    It is made of convex bodies that overlap, so that whoever takes it apart for physics finds its true floor and walls.
    """
    width, depth, height = 0.592, 0.392, 0.22
    body = [*_tote_shell(width - 0.028, depth - 0.028, height - 0.004), *_frame(0.6, 0.4, 0.022, 0.020, height - 0.022)]
    body += _frame(width - 0.04, depth - 0.04, 0.012, 0.004, 0.0)
    tall, middle = height - 0.02, height / 2 - 0.004
    for s in (-1, 1):
        body += [
            rounded_box((0.006, 0.014, tall), (x, s * (depth / 2 - 0.0085), middle), 0.0015)
            for x in (-0.22, -0.11, 0.11, 0.22)
        ]
        body += [
            rounded_box((0.014, 0.006, tall), (s * (width / 2 - 0.0085), y, middle), 0.0015) for y in (-0.13, 0.13)
        ]
        body += [rounded_box((0.012, 0.15, 0.010), (s * (width / 2 - 0.007), 0, z), 0.002) for z in (0.105, 0.190)]
        body.append(rounded_box((width - 0.03, 0.012, 0.008), (0, s * (depth / 2 - 0.0085), 0.085), 0.002))
    labels = [rounded_box((0.0012, 0.09, 0.045), (s * (width / 2 - 0.0125), 0, 0.055), 0.0004) for s in (-1, 1)]
    return [
        part(body, plastic("plastic", color, 3)),
        part(labels, Material("label", (0.83, 0.83, 0.80), roughness=0.6)),
    ]


def _tote_shell(width: float, depth: float, height: float) -> list[trimesh.Trimesh]:
    """Return floor and walls, which lean outwards; each end has an opening for the hand."""
    low, wall, lean = 0.002, 0.0035, 0.012

    def reach(half: float, z: float) -> float:
        return half - lean * (1 - (z - low) / (height - low))

    def side(axis: int, s: int, from_to: tuple[float, float], z0: float, z1: float) -> trimesh.Trimesh:
        half = (width, depth)[axis] / 2
        corners = []
        for z in (z0, z1):
            for out in (0.0, wall):
                for along in from_to:
                    point = [along, along, z]
                    point[axis] = s * (reach(half, z) - out)
                    corners.append(point)
        return trimesh.convex.convex_hull(corners)

    inner_x, inner_y = reach(width / 2, low), reach(depth / 2, low)
    shell = [rounded_box((2 * inner_x, 2 * inner_y, wall), (0, 0, low + wall / 2), 0.0005)]
    hole = (0.131, 0.165, 0.059)  # from, to, half its width
    for s in (-1, 1):
        shell.append(side(1, s, (-reach(width / 2, height), reach(width / 2, height)), low, height))
        edge = reach(depth / 2, height)
        shell += [side(0, s, (-edge, edge), low, hole[0]), side(0, s, (-edge, edge), hole[1], height)]
        shell += [side(0, s, ends, hole[0], hole[1]) for ends in ((-edge, -hole[2]), (hole[2], edge))]
    return shell


def picking_bin(color: tuple[int, int, int]) -> list[Part]:
    """Return an open-fronted stacking bin of 230 x 150 x 125 mm."""
    width, depth, height, wall = 0.15, 0.23, 0.125, 0.003
    outside = trimesh.convex.convex_hull(
        [
            (s * width / 2 * k, y, z)
            for s in (-1, 1)
            for k, y, z in (
                (0.94, -depth / 2 + 0.012, 0.0),
                (0.94, depth / 2, 0.0),
                (1.0, depth / 2, height),
                (1.0, -depth / 2 + 0.075, height),
                (0.98, -depth / 2, 0.052),
            )
        ]
    )
    inside = trimesh.convex.convex_hull(
        [
            (s * (width / 2 * k - wall), y, z)
            for s in (-1, 1)
            for k, y, z in (
                (0.94, -depth / 2 + 0.013 + wall, wall),
                (0.94, depth / 2 - wall, wall),
                (1.0, depth / 2 - wall, height + 0.05),
                (1.0, -depth / 2 - 0.05, height + 0.05),
                (0.98, -depth / 2 + wall, 0.052),
                (0.98, -depth / 2 - 0.05, 0.075),
            )
        ]
    )
    inside = trimesh.boolean.difference(
        [
            inside,
            trimesh.creation.box(
                (1, 0.1, 0.052), trimesh.transformations.translation_matrix((0, -depth / 2 - 0.05 + wall, 0.026))
            ),
        ]
    )
    shell = trimesh.boolean.difference([outside, inside])
    lips = [
        rounded_box((0.010, depth - 0.080, 0.008), (s * (width / 2 + 0.001), 0.036, height - 0.003), 0.0015)
        for s in (-1, 1)
    ]
    lips += [rounded_box((width + 0.012, 0.010, 0.008), (0, depth / 2, height - 0.003), 0.0015)]
    lips += [rounded_box((width * 0.98, 0.008, 0.007), (0, -depth / 2 + 0.001, 0.050), 0.0015)]
    lips += [rounded_box((0.07, 0.005, 0.024), (0, -depth / 2 - 0.0005, 0.028), 0.001)]
    card = [rounded_box((0.058, 0.001, 0.018), (0, -depth / 2 - 0.0032, 0.028), 0.0003)]
    return [
        part([united([shell, *lips])], plastic("plastic", color, 5), 6.0),
        part(card, Material("card", (0.85, 0.85, 0.82), roughness=0.7)),
    ]


def crate() -> list[Part]:
    """Return a crate of slats, 500 x 360 x 280 mm, with corner posts and hand holes."""
    width, depth, height = 0.5, 0.36, 0.28
    slats, posts, nails = [], [], []
    for z in (0.045, 0.140, 0.235):
        for s in (-1, 1):
            slats.append(rounded_box((width, 0.012, 0.076), (0, s * (depth / 2 - 0.006), z), 0.0015))
            nails += [_nail((x, s * depth / 2, z + dz)) for x in (-0.23, 0.23) for dz in (-0.02, 0.02)]
    ends = [
        rounded_box((0.012, depth - 0.025, 0.076), (s * (width / 2 - 0.020), 0, z), 0.0015)
        for s in (-1, 1)
        for z in (0.045, 0.140, 0.235)
    ]
    for x in (-1, 1):
        posts += [
            rounded_box(
                (0.030, 0.030, height - 0.008), (x * (width / 2 - 0.042), y * (depth / 2 - 0.0275), height / 2), 0.002
            )
            for y in (-1, 1)
        ]
    floor = [rounded_box((width - 0.055, 0.072, 0.010), (0, y, 0.014), 0.0015) for y in np.linspace(-0.128, 0.128, 4)]
    battens = [rounded_box((0.040, depth - 0.03, 0.012), (x, 0, 0.006), 0.0015) for x in (-0.18, 0.18)]
    pine = wood("pine", (206, 168, 118), 11)
    return [
        part([*slats, *floor], pine, 2.0, "x", 1),
        part([*ends, *battens], pine, 2.0, "y", 2),
        part(posts, pine, 2.0, "z", 3),
        part(nails, Material("nails", (0.35, 0.35, 0.36), roughness=0.5, metallic=0.9)),
    ]


def carton(size: Sequence[float], seed: int) -> list[Part]:
    """Return a closed shipping carton with tape, seams and prints."""
    box = rounded_box(size, (0, 0, size[2] / 2), 0.005)
    flat, normals = corners_of(box)
    axis = facing_axis(flat)
    center = np.array([0, 0, size[2] / 2])
    sign = normals[np.arange(len(flat)), axis] > 0
    local = (flat - center) / size  # -0.5 .. 0.5
    uv = np.empty((len(flat), 2))
    for k, (u, v) in enumerate(((1, 2), (0, 2), (0, 1))):
        for positive in (False, True):
            chosen = (axis == k) & (sign == positive)
            number = 2 * k + positive
            mirror = {(0, False): -1, (0, True): 1, (1, False): 1, (1, True): -1, (2, False): 1, (2, True): 1}[
                (k, positive)
            ]
            cell = np.stack([0.5 + mirror * local[chosen, u], 0.5 + local[chosen, v]], 1)
            column, row = (
                (0, 0) if number == 0 else (1, 0) if number == 1 else (2, 0) if number == 2 else (number - 3, 1)
            )
            uv[chosen] = [[column / 3, (1 - row) / 2]] + cell * 0.994 / [3, 2] + [0.001, 0.0015]
    material = Material("cardboard", roughness=0.85, base_color_map=cardboard(seed, prints=True))
    return [part_of(flat, normals, uv, material)]


def steel_drum(color: tuple[int, int, int]) -> list[Part]:
    """Return a 200 litre drum: 585 mm across, 880 mm high, with rolling hoops, rims and bungs."""
    r, h = 0.286, 0.88

    def hoop(z: float) -> list[tuple[float, float]]:
        return [
            (r + 0.0065 * np.cos(a) ** 2, z + 0.016 * a / (np.pi / 2)) for a in np.linspace(-np.pi / 2, np.pi / 2, 9)
        ]

    side = [(r - 0.010, 0.012), (r, 0.022), *hoop(h / 3), *hoop(2 * h / 3), (r, h - 0.022), (r - 0.010, h - 0.014)]
    body = turned([(0, 0.012), *side, (0, h - 0.014)])
    rims = [_ring(r + 0.003, 0.009, z) for z in (0.010, h - 0.010)]
    bungs = [
        drum(0.034, h - 0.016, h - 0.003, 0.003, at=(0.16, 0.08, 0)),
        drum(0.019, h - 0.016, h - 0.005, 0.003, at=(-0.17, -0.09, 0)),
    ]
    grips = [
        rounded_box((0.050, 0.008, 0.010), (0.16, 0.08, h - 0.001), 0.002),
        rounded_box((0.026, 0.006, 0.008), (-0.17, -0.09, h - 0.003), 0.002),
    ]
    paint = metal("paint", color, 13, metallic=0.0, rough=0.42)
    return [part([body, *rims], paint, 2.0), part([*bungs, *grips], metal("steel", (168, 168, 166), 14), 4.0)]


def waste_bin() -> list[Part]:
    """Return a pedal bin, 300 mm across and 640 mm high."""
    r, h = 0.145, 0.56
    body = turned([(0, 0.012), (r - 0.004, 0.012), (r, 0.020), (r, h), (0, h)])
    base, collar = drum(r + 0.006, 0.0, 0.030, 0.006), drum(r + 0.007, h - 0.012, h + 0.022, 0.006)
    lid = dome(r + 0.002, h + 0.020, 0.055)
    hinge = rounded_box((0.11, 0.030, 0.040), (0, r + 0.012, h + 0.010), 0.006)
    pedal = [
        rounded_box((0.085, 0.055, 0.008), (0, -r - 0.030, 0.016), 0.003),
        rounded_box((0.020, 0.080, 0.008), (0, -r + 0.01, 0.016), 0.003),
    ]
    steel = metal("steel", (212, 213, 214), 15, metallic=0.6, rough=0.36)
    return [
        part([body], steel, 4.0, "z"),
        part([lid], steel, 4.0),
        part([base, collar, hinge, *pedal], plastic("black", (30, 31, 33), 16)),
    ]


def cone() -> list[Part]:
    """Return a traffic cone, 500 mm high, with two reflecting bands on a rubber base."""
    h, low, high = 0.50, 0.125, 0.026

    def radius(z: float) -> float:
        return low + (high - low) * (z - 0.035) / (h - 0.035)

    def shell(z0: float, z1: float, out: float) -> trimesh.Trimesh:
        rows = [(radius(z0) + out, z0), (radius(z1) + out, z1)]
        return turned([(radius(z0) - 0.006, z0), *rows, (radius(z1) - 0.006, z1), (radius(z0) - 0.006, z0)])

    body = [
        turned(
            [
                (low - 0.008, 0.030),
                (low + 0.006, 0.030),
                (low, 0.040),
                (high, h - 0.006),
                (high - 0.004, h),
                (high - 0.010, h),
                (high - 0.012, h - 0.006),
                (low - 0.008, 0.030),
            ]
        )
    ]
    bands = [shell(0.185, 0.275, 0.0018), shell(0.345, 0.425, 0.0018)]
    base = [rounded_box((0.36, 0.36, 0.030), (0, 0, 0.015), 0.007)]
    base += [rounded_box((0.05, 0.05, 0.012), (x * 0.14, y * 0.14, 0.031), 0.004) for x in (-1, 1) for y in (-1, 1)]
    reflect = Material("reflector", (0.82, 0.83, 0.84), roughness=0.28)
    return [part(body, plastic("orange", (238, 84, 18), 17)), part(bands, reflect), part([united(base)], rubber())]


def _nail(at: Sequence[float]) -> trimesh.Trimesh:
    head = trimesh.creation.cylinder(0.0028, 0.0012, sections=10)
    head.apply_transform(trimesh.transformations.rotation_matrix(np.pi / 2, (1, 0, 0)))
    head.apply_translation(at)
    return head


def _frame(width: float, depth: float, height: float, thick: float, low: float) -> list[trimesh.Trimesh]:
    z = low + height / 2
    long = [rounded_box((width, thick, height), (0, s * (depth - thick) / 2, z), 0.0025) for s in (-1, 1)]
    return long + [rounded_box((thick, depth, height), (s * (width - thick) / 2, 0, z), 0.0025) for s in (-1, 1)]


def _ring(radius: float, thick: float, z: float) -> trimesh.Trimesh:
    circle = [(radius + thick * np.cos(a), z + thick * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 13)]
    return turned(circle)
