"""Labels against an independent ray caster, pixel for pixel."""

from dataclasses import asdict

import pytest
from plans import random_frame
from ray_casting import cast, errors


def check(renderer, assets, seeds, width=640, height=480):
    worst = {}
    for seed in seeds:
        plan = random_frame(seed, width, height, floor=None if seed % 4 == 3 else random_frame(0, 16, 16, 1).floor)
        rendered = next(renderer.render([plan]))
        found = errors(rendered.views[0], cast(plan, plan.cameras[0], assets))
        assert found.wrong_ids == 0
        assert found.wrong_ids_at_edges <= 4e-5 * found.pixels
        assert found.wrong_misses == 0
        assert found.depth < 1e-5
        assert found.normal_deg < 0.1
        assert found.compared > 0.85 * found.pixels
        for name, value in asdict(found).items():
            is_worst_kept = name in ("depth", "normal_deg")
            worst[name] = max(worst.get(name, 0), value) if is_worst_kept else worst.get(name, 0) + value
    print(f"\n{len(seeds)} scenes of {width}x{height}: {worst}")


def test_the_engines_labels_are_those_of_a_ray_caster(embedded, assets):
    check(embedded, assets, range(10))


@pytest.mark.long
def test_the_engines_labels_are_those_of_a_ray_caster_in_many_scenes(embedded, assets):
    check(embedded, assets, range(100, 130))
    check(embedded, assets, range(200, 205), 1280, 720)


def test_the_flat_engines_labels_are_those_of_a_ray_caster(flat, assets):
    check(flat, assets, range(4), 200, 150)
