"""Each finding appears for a model made to have it, and what is mended is right by trimesh's own measure."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from pxr import Usd, UsdGeom, UsdLux, UsdSemantics

from scenewright.assets.doctor import examine, mend
from scenewright.assets.doctor.usual_sizes import USUAL_SIZES_M, usual_size_m
from scenewright.assets.library import library
from scenewright.assets.model import Image, Material, Model, Part
from scenewright.assets.source_facts import SourceFacts
from scenewright.assets.usd_facts import facts_of_usd
from scenewright.assets.usd_model import read_model

FACTS = SourceFacts(Path("thing.glb"), "glb", metres_per_unit=1.0, up_axis="z")


def model_of(*meshes, material=None):
    parts = []
    for mesh in meshes:
        flat = trimesh.Trimesh(
            mesh.vertices[mesh.faces].reshape(-1, 3), np.arange(mesh.faces.size).reshape(-1, 3), process=False
        )
        corners = np.asarray(flat.triangles)
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        normals = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-12)
        parts.append(
            Part(
                np.asarray(flat.vertices, np.float32),
                np.repeat(normals, 3, axis=0).astype(np.float32),
                np.zeros((len(flat.vertices), 2), np.float32),
                np.asarray(flat.faces, np.uint32),
                material or Material(),
            )
        )
    return Model("thing", tuple(parts))


def box(*size, at=(0, 0, 0)):
    return trimesh.creation.box(size).apply_translation(at)


def as_trimesh(model):
    meshes = [trimesh.Trimesh(part.positions, part.triangles) for part in model.parts]
    whole = trimesh.util.concatenate(meshes)
    whole.merge_vertices(merge_norm=True, merge_tex=True)
    return whole


def codes(findings):
    return {finding.code for finding in findings}


def found(model, facts=FACTS, class_name=None, code=None, **wishes):
    mended, findings = mend(model, facts, class_name, **wishes)
    [finding] = [item for item in findings if item.code == code]
    return mended, finding


MUG = box(0.08, 0.08, 0.1)


def test_a_good_model_gives_no_findings_and_stays_as_it_is():
    mended, findings = mend(model_of(MUG.copy().apply_translation((0, 0, 0.05))), FACTS, "mug")
    assert findings == ()
    assert np.allclose(mended.bounds, [(-0.04, -0.04, 0), (0.04, 0.04, 0.1)], atol=1e-6)


@pytest.mark.parametrize("name", sorted(library("object"))[:12])
def test_shipped_objects_have_no_warnings(name):
    path = library("object")[name]
    findings = examine(read_model(path), facts_of_usd(path), None)
    assert [finding for finding in findings if finding.severity != "note"] == []


def test_a_mug_of_120_m_is_doubted_with_the_unit_it_looks_like():
    _, finding = found(model_of(MUG.copy().apply_scale(1200)), class_name="mug", code="size")
    assert "120 m long, odd for a mug; its numbers look like mm" in finding.sentence
    assert "--unit mm" in finding.sentence


def test_without_a_unit_the_one_that_makes_the_class_plausible_is_taken():
    facts = replace(FACTS, metres_per_unit=None, format="stl")
    mended, finding = found(model_of(MUG.copy().apply_scale(1000)), facts, "mug", "unit")
    assert as_trimesh(mended).extents == pytest.approx((0.08, 0.08, 0.1), rel=1e-4)
    assert "mm is assumed" in finding.sentence


def test_a_given_unit_wins():
    facts = replace(FACTS, metres_per_unit=None)
    mended, findings = mend(model_of(MUG.copy().apply_scale(100)), facts, "mug", unit=0.01)
    assert as_trimesh(mended).extents[2] == pytest.approx(0.1)
    assert findings == ()


def test_no_plausible_unit_is_an_error():
    facts = replace(FACTS, metres_per_unit=None)
    _, finding = found(model_of(MUG.copy().apply_scale(1e7)), facts, "mug", "unit")
    assert finding.severity == "error"


@pytest.mark.parametrize(("up", "axis"), [("x", 0), ("y", 1), ("z", 2)])
def test_the_up_axis_is_turned_to_z_without_mirroring(up, axis):
    size = np.full(3, 0.1)
    size[axis] = 0.3
    mended, _ = mend(model_of(box(*size)), replace(FACTS, up_axis=up), None)
    assert as_trimesh(mended).extents == pytest.approx((0.1, 0.1, 0.3), rel=1e-5)
    assert as_trimesh(mended).volume == pytest.approx(0.003, rel=1e-5)


def test_the_users_up_axis_goes_before_the_files():
    mended, _ = mend(model_of(box(0.3, 0.1, 0.1)), replace(FACTS, up_axis="y"), None, up_axis="x")
    assert as_trimesh(mended).extents[2] == pytest.approx(0.3)


def test_a_bottle_that_lies_is_doubted():
    _, finding = found(model_of(box(0.3, 0.08, 0.08)), class_name="bottle", code="lying")
    assert "--up" in finding.sentence


def test_a_far_origin_is_brought_to_the_middle_of_the_footprint():
    mended, finding = found(model_of(MUG.copy().apply_translation((500, 20, -3))), code="origin")
    assert finding.mended
    low, high = mended.bounds
    assert np.allclose([low[0] + high[0], low[1] + high[1], low[2]], 0, atol=1e-3)


def test_an_inside_out_surface_is_turned():
    inside_out = MUG.copy()
    inside_out.invert()
    mended, finding = found(model_of(inside_out), code="inside_out")
    assert as_trimesh(mended).volume == pytest.approx(MUG.volume)
    assert finding.mended


def test_triangles_that_face_the_other_way_are_turned():
    crooked = trimesh.creation.icosphere(3, 0.1)
    crooked.faces[::7] = crooked.faces[::7, ::-1]
    crooked = trimesh.Trimesh(crooked.vertices, crooked.faces, process=False)
    mended, finding = found(model_of(crooked), code="winding")
    whole = as_trimesh(mended)
    assert whole.is_winding_consistent
    assert whole.volume == pytest.approx(trimesh.creation.icosphere(3, 0.1).volume)
    assert f"{len(crooked.faces[::7])} triangles" in finding.sentence


def test_degenerate_and_double_triangles_are_removed():
    faces = np.vstack([MUG.faces, MUG.faces[:2], [[0, 0, 1], [2, 2, 2]]])
    model = model_of(trimesh.Trimesh(MUG.vertices, faces, process=False))
    # Doubles are found by their corners' numbers, so the parts must share vertices.
    part = replace(model.parts[0], positions=MUG.vertices.astype(np.float32), triangles=faces.astype(np.uint32))
    part = replace(part, normals=np.float32([[0, 0, 1]] * 8), uvs=np.zeros((8, 2), np.float32))
    mended, findings = mend(Model("thing", (part,)), replace(FACTS, has_normals=False), None)
    assert {"degenerate", "duplicate"} <= codes(findings)
    assert mended.triangle_count == 12
    assert as_trimesh(mended).is_watertight


def test_missing_normals_are_computed_outwards_with_sharp_edges():
    model = model_of(MUG)
    bare = replace(model.parts[0], normals=np.zeros_like(model.parts[0].normals))
    mended, finding = found(Model("thing", (bare,)), replace(FACTS, has_normals=False), code="normals")
    part = mended.parts[0]
    assert finding.mended
    faces = np.cross(*(np.diff(part.positions[part.triangles], axis=1)[:, k] for k in range(2)))
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    assert np.allclose(part.normals[part.triangles], faces[:, None], atol=1e-5)


def test_without_coordinates_textures_are_projected_one_copy_a_metre():
    mended, finding = found(model_of(box(0.5, 0.5, 0.5)), replace(FACTS, has_uvs=False), code="uvs")
    part = mended.parts[0]
    corners, uvs = part.positions[part.triangles], part.uvs[part.triangles]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    one, other = uvs[:, 1] - uvs[:, 0], uvs[:, 2] - uvs[:, 0]
    seen = one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]
    assert finding.mended
    assert seen == pytest.approx(areas, rel=1e-4)  # true to scale, and not mirrored


def test_holes_and_crowded_edges_are_noted():
    open_box = trimesh.Trimesh(MUG.vertices, MUG.faces[2:], process=False)
    assert "holes" in codes(examine(model_of(open_box), FACTS, None))
    points = [[0, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [-1, 0, 0]]
    fins = trimesh.Trimesh(points, [[0, 1, 2], [0, 1, 3], [0, 1, 4]], process=False)
    assert "non_manifold" in codes(examine(model_of(fins), FACTS, None))


def test_huge_models_are_offered_simplification_and_simplified_when_wished():
    dense = trimesh.creation.icosphere(7, 0.1)
    _, finding = found(model_of(dense), code="triangles")
    assert "--decimate 50000" in finding.sentence
    assert not finding.mended
    points = dense.vertices.astype(np.float32)
    part = Part(points, (points / 0.1).astype(np.float32), points[:, :2], dense.faces.astype(np.uint32), Material())
    mended, finding = found(Model("ball", (part,)), code="triangles", most_triangles=5000)
    assert mended.triangle_count <= 5000
    middle = points.mean(axis=0) - np.array([0, 0, -0.1])
    assert np.abs(np.linalg.norm(mended.parts[0].positions - [0, 0, 0.1], axis=1) - 0.1).max() < 0.001, middle


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"missing_textures": ("wood.png",)}, "missing_textures"),
        ({"outside_textures": ("../secret.png",)}, "outside_textures"),
        ({"camera_count": 1, "light_count": 2}, "companions"),
        ({"semantic_labels": ("drill",)}, "labels"),
        ({"has_skeleton": True}, "skeleton"),
        ({"animated": True}, "animated"),
        ({"hidden_mesh_count": 3}, "hidden"),
        ({"notes": ("It is a copy.",)}, "note"),
    ],
)
def test_what_the_file_brings_along_is_told(facts, code):
    assert code in codes(examine(model_of(MUG), replace(FACTS, **facts), None))


def test_odd_materials_and_parts_are_told():
    glass = model_of(MUG, material=Material(opacity=0.0))
    assert "invisible" in codes(examine(glass, FACTS, None))
    assert "many_materials" in codes(examine(model_of(*[MUG] * 25), FACTS, None))
    assert "inside" in codes(examine(model_of(box(1, 1, 1), MUG), FACTS, None))
    assert "tiny_parts" in codes(examine(model_of(box(1, 1, 1), box(0.001, 0.001, 0.001, at=(1, 1, 1))), FACTS, None))
    large = Image("large", np.zeros((1, 5000, 3), np.uint8))
    assert "large_textures" in codes(examine(model_of(MUG, material=Material(base_color_map=large)), FACTS, None))


def test_the_worst_comes_first():
    model = model_of(MUG.copy().apply_scale(1200), material=Material(opacity=0.0))
    ranks = ["error", "warning", "note"]
    severities = [ranks.index(item.severity) for item in examine(model, replace(FACTS, camera_count=1), "mug")]
    assert severities == sorted(severities)
    assert len(set(severities)) == 3


def test_a_million_triangles_are_looked_over_in_one_go():
    dense = trimesh.creation.icosphere(8, 0.1)
    part = Part(
        dense.vertices.astype(np.float32),
        dense.vertex_normals.astype(np.float32),
        np.zeros((len(dense.vertices), 2), np.float32),
        dense.faces.astype(np.uint32),
        Material(),
    )
    assert codes(examine(Model("ball", (part,)), FACTS, None)) == {"triangles"}


def test_classes_are_known_by_their_last_word_too():
    assert usual_size_m("Steel-Hammer") == USUAL_SIZES_M["hammer"]
    assert usual_size_m("gizmo") == usual_size_m(None)
    assert all(0 < low < high for low, high in USUAL_SIZES_M.values())


def test_facts_of_a_usd_file(tmp_path):
    stage = Usd.Stage.CreateNew(str(tmp_path / "scene.usda"))
    UsdGeom.SetStageUpAxis(stage, "Y")
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    for name, purpose in (("shown", "default"), ("helper", "guide")):
        mesh = UsdGeom.Mesh.Define(stage, f"/{name}")
        mesh.CreatePointsAttr([(0, 0, 0), (1, 0, 0), (0, 1, 0)])
        mesh.CreateFaceVertexCountsAttr([3])
        mesh.CreateFaceVertexIndicesAttr([0, 1, 2])
        mesh.CreatePurposeAttr(purpose)
    UsdGeom.Camera.Define(stage, "/camera")
    UsdLux.SphereLight.Define(stage, "/lamp")
    UsdSemantics.LabelsAPI.Apply(stage.GetPrimAtPath("/shown"), "class").CreateLabelsAttr(["wheel"])
    stage.GetRootLayer().Save()
    facts = facts_of_usd(tmp_path / "scene.usda")
    assert (facts.metres_per_unit, facts.up_axis) == (0.01, "y")
    assert (facts.camera_count, facts.light_count, facts.hidden_mesh_count) == (1, 1, 1)
    assert facts.semantic_labels == ("wheel",)
    assert not facts.has_normals
    assert not facts.has_uvs
    assert not facts.has_skeleton
