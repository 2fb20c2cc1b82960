"""As many pictures a step as fit: found by trying, kept when the run goes on."""

import copy
import json
import math

import pytest
import torch

from scenewright.training.batch_size import fitting_recipe, fullest, largest_batch
from scenewright.training.distributed import Crew
from scenewright.training.loading import Pictures
from scenewright.training.loop import StepDone, Told
from scenewright.training.models import MODELS, Shape
from scenewright.training.native import read_native
from scenewright.training.preparing import TrainWish
from scenewright.training.recipes import RECIPES
from scenewright.training.run import run_training

CPU = Crew(0, 1, torch.device("cpu"))


@pytest.mark.parametrize(("limit", "batch"), [(10, 1), (100, 1), (119, 1), (250, 2), (1000, 8), (9000, 32)])
def test_the_largest_power_of_two_that_leaves_some_memory_free_is_found(limit, batch):
    assert largest_batch(lambda pictures: 100 * pictures, limit, most=40) == batch


@pytest.mark.parametrize("error", [torch.OutOfMemoryError, MemoryError])
def test_a_try_that_runs_out_of_memory_is_the_last(error):
    tried = []

    def used(pictures):
        tried.append(pictures)
        if pictures > 5:
            raise error
        return 0

    assert largest_batch(used, math.inf, most=64) == 4
    assert tried == [1, 2, 4, 8]


@pytest.fixture(scope="module")
def many(tmp_path_factory, write_rectangles):
    """72 pictures to learn from, one of which shows nothing that counts."""
    folder = tmp_path_factory.mktemp("many") / "dataset"
    return write_rectangles(folder, frames=96, verdict_of=lambda frame, _: "drop" if frame == 0 else "")


def fitting(dataset, limit, recipe="standard", **more):
    torch.manual_seed(0)
    model = MODELS["center_small"].build(Shape(2, (64, 48)))
    before = copy.deepcopy(model.state_dict())
    pictures = Pictures(read_native(dataset)[0], "detection", 0)
    found, said = fitting_recipe(RECIPES[recipe], model, pictures, CPU, limit, **more)
    assert all(torch.equal(value, model.state_dict()[name]) for name, value in before.items()), "it was only tried"
    return found, said


def test_less_memory_is_a_smaller_batch_and_the_learning_rate_goes_with_it(many):
    batches = []
    for limit in (1e6, 60e6, 100e6, math.inf):
        found, said = fitting(many, limit)
        batches.append(found.batch)
        assert found.learning_rate == pytest.approx(0.01 * found.batch / 8)
        assert f"{found.batch} pictures a step" in said
    assert batches == sorted(batches)
    assert batches[0] == 1
    assert batches[-1] == 8, "an epoch of 96 pictures has at least eight steps"
    assert len(set(batches)) >= 3
    assert fitting(many, math.inf, "small")[0].learning_rate == pytest.approx(2e-3 * math.sqrt(8 / 16))
    assert fitting(many, 1e6, keeps_rate=True)[0].learning_rate == 0.01


def test_pictures_with_most_objects_are_tried(many):
    table, _ = read_native(many)
    pictures = Pictures(table, "detection", 0)
    assert 0 not in fullest(pictures, len(table) - 1)


def test_a_run_keeps_the_batch_of_its_first_start(many, tmp_path):
    def trained(memory, stop_after):
        wish = TrainWish(many, tmp_path / "run", model="center_small", changes={"epochs": 2}, weights="none",
                         short_side=0, finds_batch=True, memory_bytes=memory)  # fmt: skip
        steps = 0

        def stop():
            return steps > stop_after

        told = []
        for event in run_training(wish, CPU, stop):
            steps += isinstance(event, StepDone)
            told += [event.text] if isinstance(event, Told) else []
        return told

    told = trained(math.inf, 8)
    assert any("8 pictures a step fit the memory" in text for text in told)
    facts = json.loads((tmp_path / "run/run.json").read_text())
    assert facts["recipe"]["batch"] == 8
    told = trained(1e6, 1000)
    assert any("Going on after step" in text for text in told)
    assert any("8 pictures a step" in text for text in told)
    assert json.loads((tmp_path / "run/run.json").read_text()) == facts
    assert (tmp_path / "run/model.pth").exists()
