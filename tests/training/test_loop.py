import itertools
import signal
import subprocess
import sys

import pytest
import torch
from torch import nn

from scenewright.errors import UserError
from scenewright.training.checkpoint import kept
from scenewright.training.distributed import Crew
from scenewright.training.loading import Changes, Pictures
from scenewright.training.loop import EpochDone, Plan, StepDone, Told, train
from scenewright.training.native import read_native
from scenewright.training.preparing import TrainWish
from scenewright.training.recipes import RECIPES, Recipe, changed_recipe, learning_rate_share
from scenewright.training.run import run_training

RECIPE = Recipe(batch=3, epochs=3, warm_up_steps=2, patience=0, learning_rate=0.01, averaging=0.9)


class Tiny(nn.Module):
    """The least model that has everything a checkpoint must hold: weights, statistics, random numbers."""

    def __init__(self, most: int = 99) -> None:
        super().__init__()
        self.conv, self.norm, self.drop = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Dropout(0.3)
        self.out = nn.Linear(4, 1)
        self.most = most
        self.seen = []

    def forward(self, pictures, targets=None):
        self.seen.append(len(pictures))
        if len(pictures) > self.most:
            raise torch.OutOfMemoryError("too many")
        features = self.drop(self.norm(self.conv(torch.stack(pictures))).mean(dim=(2, 3)))
        wanted = torch.stack([target["boxes"].mean() / 50 for target in targets])
        return {"off": ((self.out(features)[:, 0] - wanted) ** 2).mean()}


def plan_for(folder, dataset, recipe=RECIPE, score=lambda _epoch: 0.5, **more):
    table, _ = read_native(dataset)
    pictures = Pictures(table, "detection", 0, Changes(seed=3))
    crew = Crew(0, 1, torch.device("cpu"))
    return Plan(folder, recipe, pictures, lambda _, epoch: {"score": score(epoch)}, crew, seed=3, **more)


def run(model, plan, stop_after=None):
    steps = 0

    def stop():
        return stop_after is not None and steps >= stop_after

    events = []
    for event in train(model, plan, stop):
        events.append(event)
        steps += isinstance(event, StepDone)
    return events


def same(one, other):
    return all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True))


def fresh():
    torch.manual_seed(0)
    return Tiny()


@pytest.mark.parametrize("stop_after", [1, 4, 6, 7])
def test_stopped_and_resumed_gives_the_very_same_weights(tmp_path, rectangles, stop_after):
    undisturbed, disturbed, resumed = fresh(), fresh(), fresh()
    run(undisturbed, plan_for(tmp_path / "a", rectangles))
    run(disturbed, plan_for(tmp_path / "b", rectangles), stop_after)
    assert not same(undisturbed, disturbed)
    events = run(resumed, plan_for(tmp_path / "b", rectangles))
    assert same(undisturbed, resumed)
    assert next(event.step for event in events if isinstance(event, StepDone)) == stop_after + 1
    one, other = (kept(tmp_path / name / "last.pt") for name in "ab")
    assert all(torch.equal(one["average"][name], other["average"][name]) for name in one["average"])


def test_epochs_after_the_last_checkpoint_are_repeated_exactly(tmp_path, rectangles):
    def scored(folder):
        return plan_for(tmp_path / folder, rectangles, score=lambda epoch: {1: 0.3, 2: 0.6, 3: 0.4}[epoch])

    undisturbed, resumed = fresh(), fresh()
    run(undisturbed, scored("a"))
    run(fresh(), scored("b"), stop_after=2)
    killed = train(fresh(), scored("b"), lambda: False)
    assert any(isinstance(event, EpochDone) and event.epoch == 2 for event in killed)
    killed.close()
    assert kept(tmp_path / "b/last.pt")["counts"]["step"] == 2, "epochs this short are not kept one by one"
    run(resumed, scored("b"))
    assert same(undisturbed, resumed)
    one, other = (kept(tmp_path / name / "best.pt") for name in "ab")
    assert one["epoch"] == other["epoch"] == 2
    assert all(torch.equal(one["model"][name], other["model"][name]) for name in one["model"])


def test_a_training_that_is_done_stays_done(tmp_path, rectangles):
    first, second = fresh(), fresh()
    run(first, plan_for(tmp_path, rectangles))
    assert not any(isinstance(event, StepDone) for event in run(second, plan_for(tmp_path, rectangles)))
    assert same(first, second)


def test_short_memory_takes_a_batch_in_parts_and_says_so(tmp_path, rectangles):
    torch.manual_seed(0)
    model = Tiny(most=2)
    events = run(model, plan_for(tmp_path, rectangles))
    said = [event.text for event in events if isinstance(event, Told)]
    assert any("Memory is short: 2 pictures are taken at a time" in text for text in said)
    assert len([event for event in events if isinstance(event, StepDone)]) == 12
    assert max(model.seen[2:]) == 2


def test_not_even_one_picture_fits_is_told(tmp_path, rectangles):
    with pytest.raises(UserError, match="Not even one picture"):
        run(Tiny(most=0), plan_for(tmp_path, rectangles))


def test_it_ends_early_when_nothing_gets_better_and_keeps_the_best(tmp_path, rectangles):
    recipe = changed_recipe("standard", batch=3, epochs=20, patience=2, warm_up_steps=0)
    plan = plan_for(tmp_path, rectangles, recipe, score=lambda epoch: {1: 0.2, 2: 0.6}.get(epoch, 0.3))
    events = run(fresh(), plan)
    epochs = [event for event in events if isinstance(event, EpochDone)]
    assert [event.epoch for event in epochs if event.is_best] == [1, 2]
    assert epochs[-1].epoch == 4
    assert kept(tmp_path / "best.pt")["epoch"] == 2
    assert not any(isinstance(event, StepDone) for event in run(fresh(), plan)), "resumed, it still knows"


def test_a_loss_that_is_no_number_is_told(tmp_path, rectangles):
    model = fresh()
    model.out.bias.data.fill_(float("nan"))
    with pytest.raises(UserError, match="lower the learning rate"):
        run(model, plan_for(tmp_path, rectangles))


def test_other_settings_do_not_go_on_with_a_training(tmp_path, rectangles):
    run(fresh(), plan_for(tmp_path, rectangles), stop_after=2)
    with pytest.raises(UserError, match="differs in the recipe"):
        run(fresh(), plan_for(tmp_path, rectangles, changed_recipe("small", batch=3)))


def test_the_learning_rate_rises_and_falls_as_the_recipe_says():
    recipe = Recipe(warm_up_steps=10, schedule="cosine")
    shares = [learning_rate_share(recipe, step, 100) for step in range(100)]
    assert shares[0] == pytest.approx(0.1)
    assert max(shares) == pytest.approx(1.0)
    assert shares[55] == pytest.approx(0.505, abs=0.01)
    assert shares[99] < 0.02
    assert all(a >= b for a, b in itertools.pairwise(shares[10:]))
    assert {learning_rate_share(RECIPES["example"], step, 100) for step in range(100)} == {1.0}


def test_the_examples_recipe_is_the_examples():
    recipe = RECIPES["example"]
    numbers = (recipe.optimizer, recipe.learning_rate, recipe.momentum, recipe.batch, recipe.epochs)
    assert numbers == ("sgd", 0.005, 0.9, 16, 50)
    assert (recipe.schedule, recipe.weight_decay, recipe.clip, recipe.averaging) == ("constant", 0.0, 0.0, 0.0)


KILLED = """
import sys
from pathlib import Path
from scenewright.training import run as module
from scenewright.training.distributed import Crew
from scenewright.training.preparing import TrainWish
import torch, dataclasses
torch.set_num_threads(int(sys.argv[3]))  # sums in another order are other sums
plan = module.Plan
module.Plan = lambda *a, **k: plan(*a, **{**k, "keep_every_s": 0.0})
wish = TrainWish(Path(sys.argv[1]), Path(sys.argv[2]), model="center_small", changes={"epochs": 3, "batch": 2})
for event in module.run_training(wish, Crew(0, 1, torch.device("cpu"))):
    print("event", flush=True)
"""


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")
def test_killed_and_resumed_gives_the_very_same_model(tmp_path, rectangles):
    def wish(name):
        return TrainWish(rectangles, tmp_path / name, model="center_small", changes={"epochs": 3, "batch": 2})

    crew = Crew(0, 1, torch.device("cpu"))
    for _ in run_training(wish("undisturbed"), crew):
        pass
    threads = str(torch.get_num_threads())
    command = [sys.executable, "-c", KILLED, str(rectangles), str(tmp_path / "killed"), threads]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        for _, _line in zip(range(8), child.stdout, strict=False):
            pass
        child.send_signal(signal.SIGKILL)
    assert not (tmp_path / "killed/model.pth").exists()
    for _ in run_training(wish("killed"), crew):
        pass
    one, other = (kept(tmp_path / name / "model.pth") for name in ("undisturbed", "killed"))
    assert all(torch.equal(one[name], other[name]) for name in one)
