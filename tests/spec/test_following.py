import pytest
from pydantic import ValidationError

from scenewright.paths import shipped
from scenewright.spec.distributions import Expression, Fixed
from scenewright.spec.following import (
    with_camera_model,
    with_camera_name,
    with_class_name,
    with_class_renamed,
    with_group_name,
    with_objects,
    with_role,
    with_variable_name,
)
from scenewright.spec.places import with_value
from scenewright.spec.project import VariableSpec
from scenewright.spec.visibility import VisibilityRule
from scenewright.spec.yaml_io import load_project, save_project


@pytest.fixture
def warehouse():
    return load_project(shipped("presets") / "warehouse_robot.yaml").spec


def loads(spec, tmp_path):
    save_project(tmp_path / "changed.yaml", spec)
    return load_project(tmp_path / "changed.yaml").spec == spec


def test_objects_that_stand_on_a_renamed_group_stand_on_it_still(warehouse, tmp_path):
    spec = with_group_name(warehouse, ("objects", 1, "name"), "europallets")
    assert spec.objects[1].name == "europallets"
    assert spec.objects[2].placement.of == "europallets"
    assert loads(spec, tmp_path)


def test_a_name_that_is_taken_is_refused(warehouse):
    with pytest.raises(ValidationError, match="more than once"):
        with_group_name(warehouse, ("objects", 1, "name"), "racks")


def test_objects_before_a_renamed_camera_stay_before_it(warehouse):
    placed = {"kind": "frustum", "camera": "front", "distance_m": 2.0}
    spec = with_value(
        warehouse.replace(cameras=(warehouse.cameras[0].replace(rules=None),)), ("objects", 0, "placement"), placed
    )
    changed = with_camera_name(spec, ("cameras", 0, "name"), "mast")
    assert changed.objects[0].placement.camera == "mast"


def test_formulas_follow_a_renamed_variable_and_other_words_do_not(warehouse):
    variables = (VariableSpec(name="size", value=Fixed(value=1.0)),)
    formula = Expression(formula="size * 2 + max(size, 0.1)", low=0.1)
    spec = with_value(warehouse.replace(variables=variables), ("objects", 0, "scale"), formula)
    changed = with_variable_name(spec, ("variables", 0, "name"), "height")
    assert changed.objects[0].scale.formula == "height * 2 + max(height, 0.1)"


def test_a_new_class_of_objects_comes_into_the_list_and_an_unused_one_goes(warehouse, tmp_path):
    spec = with_class_name(warehouse, ("objects", 4, "class_name"), "barrel")
    assert [item.name for item in spec.classes][-1] == "barrel"
    assert "drum" not in [item.name for item in spec.classes]
    assert loads(spec, tmp_path)


def test_a_class_is_renamed_in_objects_and_rules(warehouse, tmp_path):
    spec = warehouse.replace(visibility=(VisibilityRule(classes=("drum", "cone"), least_px=9),))
    number = [item.name for item in spec.classes].index("drum")
    changed = with_class_renamed(spec, ("classes", number, "name"), "barrel")
    assert changed.objects[4].class_name == "barrel"
    assert changed.visibility[0].classes == ("barrel", "cone")
    assert changed.classes[number].name == "barrel"
    assert loads(changed, tmp_path)


def test_a_rule_goes_with_the_last_class_it_spoke_of(warehouse, tmp_path):
    rules = (VisibilityRule(classes=("drum",), least_px=9), VisibilityRule(least_px=5))
    spec = warehouse.replace(visibility=rules)
    changed = with_objects(spec, tuple(group for group in spec.objects if group.name != "drums"))
    assert changed.visibility == rules[1:]
    assert loads(changed, tmp_path)


@pytest.mark.parametrize("role", ["distractor", "scenery", "target"])
def test_a_role_brings_the_class_that_it_needs(warehouse, role, tmp_path):
    spec = with_role(warehouse, ("objects", 4, "role"), role)
    assert (spec.objects[4].class_name is not None) == (role == "target")
    assert loads(with_role(spec, ("objects", 4, "role"), "target"), tmp_path)


def test_a_camera_model_gives_lens_and_size_in_place_of_a_calibration(warehouse, tmp_path):
    intrinsics = {"fx_px": 300, "fy_px": 300, "cx_px": 200, "cy_px": 100}
    spec = with_value(warehouse, ("cameras", 0, "intrinsics"), intrinsics)
    changed = with_camera_model(spec, ("cameras", 0, "model"), "oak_d")
    assert changed.cameras[0].intrinsics is None
    assert changed.cameras[0].focal_length_mm.value == pytest.approx(15.2, abs=0.1)
    assert loads(changed, tmp_path)
