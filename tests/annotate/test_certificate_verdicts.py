"""What a visibility rule judged is judged again by the project's own rules."""

import json
import shutil
from dataclasses import replace

import pytest

from scenewright.annotate.certificate import certify
from scenewright.annotate.visibility import judged
from scenewright.datasets.merging import merge_datasets
from scenewright.datasets.store import read_dataset
from scenewright.jobs.check import check
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.visibility import VisibilityRule
from scenewright.spec.yaml_io import load_project

RULES = (
    VisibilityRule(classes=("cube",), most_occlusion=0.3, then="drop"),
    VisibilityRule(least_px=60, then="ignore"),
    VisibilityRule(most_truncation=0.4, then="flag"),
)


@pytest.fixture
def views(shapes):
    """The correct views, judged by the rules."""
    return [_with(view, judged(view.record.instances, RULES)) for view in shapes]


def _with(view, instances):
    return replace(view, record=replace(view.record, instances=tuple(instances)), rules=RULES)


def _messages(views):
    return [item.message for item in certify(views).violations if item.relation == "verdicts_have_reasons"]


def _changed(views, verdict, changed):
    """The views, one record changed of those that have a verdict."""
    view, item = next(
        (view, item)
        for view in views
        for item in view.record.instances
        if item.verdict == verdict and item.visible_px > 0
    )
    wrong = _with(view, (replace(item, **changed) if other is item else other for other in view.record.instances))
    return [wrong if other is view else other for other in views]


def test_what_the_rules_give_holds(views):
    found = {item.verdict for view in views for item in view.record.instances}
    assert found == {"", "drop", "ignore", "flag"}
    assert _messages(views) == []


@pytest.mark.parametrize("verdict", ["drop", "ignore", "flag"])
def test_an_invented_verdict_is_found_though_it_has_a_reason(views, verdict):
    [message] = _messages(_changed(views, "", {"verdict": verdict, "reason": "12 visible pixels, fewer than 60"}))
    assert f"has the verdict '{verdict}', but the project's rules say 'keep'" in message


@pytest.mark.parametrize("verdict", ["drop", "ignore", "flag"])
def test_a_missing_verdict_is_found(views, verdict):
    [message] = _messages(_changed(views, verdict, {"verdict": "", "reason": ""}))
    assert f"has the verdict 'keep', but the project's rules say '{verdict}'" in message


def test_a_milder_verdict_than_the_strictest_rule_gives_is_found(views):
    assert len(_messages(_changed(views, "drop", {"verdict": "flag"}))) == 1


def test_verdicts_are_only_asked_for_reasons_where_nobody_knows_the_rules(views):
    assert _messages([replace(view, rules=None) for view in views]) == []


def test_an_invented_verdict_in_a_dataset_is_found(tmp_path, write_shapes):
    project = write_shapes(frames=2, width_px=48, height_px=32, cubes=2, scale=4)
    folder = tmp_path / "dataset"
    assert generate(Wish(load_project(project), folder, range(2), engine="flat"), lambda _: None).outcome == "succeeded"
    assert check(folder, lambda _: None).outcome == "succeeded"
    record = folder / "records" / "000001.json"
    data = json.loads(record.read_text())
    seen = next(item for item in data["views"][0]["instances"] if item["visible_px"] > 0)
    seen |= {"verdict": "drop", "reason": "80% hidden, more than 50%"}
    record.write_text(json.dumps(data))
    finished = check(folder, lambda _: None)
    assert finished.outcome == "failed"
    assert "the project's rules say 'keep'" in finished.message


def test_a_merged_dataset_keeps_the_verdicts_of_its_sources(tmp_path, write_shapes):
    project = write_shapes(frames=2, width_px=48, height_px=32, cubes=2, scale=4)
    ruled = tmp_path / "ruled.yaml"
    ruled.write_text(project.read_text() + "visibility: [{least_px: 100000, then: ignore}]\n")
    sources = []
    for path in (project, ruled):
        folder = tmp_path / path.stem
        generate(Wish(load_project(path), folder, range(2), engine="flat"), lambda _: None)
        sources.append(read_dataset(folder))
    merged = tmp_path / "merged"
    merge_datasets(sources, merged)
    shutil.rmtree(tmp_path / "ruled")
    assert check(merged, lambda _: None).outcome == "succeeded"
