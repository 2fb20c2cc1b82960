"""Files that cannot be used: each is refused in a sentence that says where and what to do."""

import pytest
from pxr import Gf, UsdGeom

from scenewright.assets import usd_model
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError


@pytest.fixture
def refusal(capfd):
    """The message a file is refused with; nothing else may reach the terminal."""

    def of(path) -> str:
        capfd.readouterr()
        with pytest.raises(UserError) as caught:
            read_model(path)
        assert capfd.readouterr() == ("", "")
        assert path.name in str(caught.value)
        return str(caught.value)

    return of


@pytest.mark.parametrize("name", ["model.usda", "model.usdc", "model.usd", "model.usdz"])
@pytest.mark.parametrize("content", [b"", b"just some words", b"PXR-USDC" + bytes(200), b"#usda 1.0\ndef Mesh {"])
def test_a_file_that_is_no_usd_is_refused(tmp_path, name, content, refusal):
    path = tmp_path / name
    path.write_bytes(content)
    message = refusal(path)
    assert "export" in message or "no visible mesh" in message


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_refused(scene, share, refusal):
    scene.box()
    data = scene.save("whole.usdc").read_bytes()
    path = scene.folder / "cut.usdc"
    path.write_bytes(data[: int(len(data) * share)])
    assert "incomplete" in refusal(path)


def test_other_files_and_missing_files_are_refused(tmp_path, refusal):
    (tmp_path / "model.glb").write_bytes(b"glTF")
    assert "convert it to .usdc" in refusal(tmp_path / "model.glb")
    assert "does not exist" in refusal(tmp_path / "model.usdc")


def test_a_file_without_a_mesh_is_refused(scene, refusal):
    assert "default prim </Root> has no visible mesh" in refusal(scene.save())


def test_an_empty_mesh_is_refused_by_name(scene, refusal):
    scene.mesh("/Root/Nothing", [], [], [])
    assert "</Root/Nothing> has no faces" in refusal(scene.save())


def test_a_mesh_whose_arrays_were_never_written_is_refused(scene, refusal):
    UsdGeom.Mesh.Define(scene.stage, "/Root/Nothing")
    assert "</Root/Nothing> has no faces" in refusal(scene.save())


@pytest.mark.parametrize(
    ("points", "counts", "indices", "words"),
    [
        ([(0, 0, 0)] * 3, [3], [0, 1, 3], "face index 3, but only 3 points"),
        ([(0, 0, 0)] * 3, [3], [0, 1, -1], "face index -1"),
        ([(0, 0, 0)] * 3, [4], [0, 1, 2], "3 face indices where its face counts add up to 4"),
        ([(0, 0, 0)] * 3, [-3], [0, 1, 2], "negative number of corners"),
        ([(0, 0, 0), (1, 0, 0), (float("nan"), 0, 0)], [3], [0, 1, 2], "1 points that are not finite"),
        ([(0, 0, 0), (1, 0, 0), (float("inf"), 0, 0)], [3], [0, 1, 2], "1 points that are not finite"),
    ],
)
def test_arrays_that_contradict_each_other_name_the_mesh(scene, points, counts, indices, words, refusal):
    scene.mesh("/Root/Bad", points, counts, indices)
    message = refusal(scene.save())
    assert "</Root/Bad>" in message
    assert words in message


def test_values_of_a_wrong_count_name_the_mesh_and_the_primvar(scene, refusal):
    scene.primvar(scene.quad("/Root/A"), "st", [Gf.Vec2f(0, 0)] * 3, "vertex")
    scene.quad("/Root/B").CreateNormalsAttr([Gf.Vec3f(0, 0, 1)] * 3)
    scene.primvar(scene.quad("/Root/C"), "st", [Gf.Vec2f(0, 0)], "vertex", indices=[0, 0, 1, 0])
    message = refusal(scene.save())
    assert "</Root/A>: primvars:st has 3 values" in message
    assert "</Root/B>: normals has 3 values" in message
    assert "</Root/C>: primvars:st has indices outside 0..0" in message


def test_a_subset_outside_its_mesh_is_named(scene, refusal):
    mesh = scene.quad()
    UsdGeom.Subset.CreateGeomSubset(mesh, "Part", UsdGeom.Tokens.face, [5], "materialBind")
    assert "</Root/Quad/Part> names faces outside 0..0" in refusal(scene.save())


def test_all_missing_and_broken_textures_are_named_at_once(scene, refusal):
    (scene.folder / "broken.png").write_bytes(b"no picture")
    missing = scene.texture("./gone/paint.png")
    broken = scene.texture("./broken.png", "r", "/Root/Looks/Paint/Second")
    tiles = scene.texture("./paint.<UDIM>.png", "r", "/Root/Looks/Paint/Third")
    scene.bind(scene.quad(), scene.material(diffuseColor=missing, roughness=broken, metallic=tiles))
    message = refusal(scene.save())
    assert "</Root/Looks/Paint/Picture>: the texture ./gone/paint.png does not exist" in message
    assert "</Root/Looks/Paint/Second>: the texture ./broken.png cannot be read as a picture" in message
    assert "UDIM" in message


def test_a_texture_without_a_file_is_named(scene, refusal):
    scene.bind(scene.quad(), scene.material(diffuseColor=scene.texture("")))
    assert "</Root/Looks/Paint/Picture> is a texture without a file" in refusal(scene.save())


def test_layers_that_cannot_be_opened_are_named(scene, refusal):
    scene.box()
    scene.stage.DefinePrim("/Root/Extra").GetReferences().AddReference("./gone.usda", "/Extra")
    scene.stage.GetRootLayer().subLayerPaths.append("./below.usda")
    message = refusal(scene.save())
    assert "gone.usda" in message
    assert "below.usda" in message


def test_shapes_that_are_no_meshes_are_named(scene, refusal):
    scene.box()
    UsdGeom.Sphere.Define(scene.stage, "/Root/Ball")
    assert "</Root/Ball> is a Sphere, not a mesh" in refusal(scene.save())


@pytest.mark.parametrize(
    ("indices", "positions", "prototype", "words"),
    [
        ([0, 3], 2, "/Root/Many/P", "asks for prototype 3, but has 1"),
        ([0, 0], 1, "/Root/Many/P", "has 1 positions for 2 instances"),
        ([0, 0], 2, "/Root/Many/Gone", "which does not exist"),
    ],
)
def test_a_point_instancer_that_contradicts_itself_is_named(scene, indices, positions, prototype, words, refusal):
    instancer = UsdGeom.PointInstancer.Define(scene.stage, "/Root/Many")
    scene.box("/Root/Many/P")
    instancer.CreatePrototypesRel().SetTargets([prototype])
    instancer.CreateProtoIndicesAttr(indices)
    instancer.CreatePositionsAttr([Gf.Vec3f(0)] * positions)
    message = refusal(scene.save())
    assert "</Root/Many>" in message
    assert words in message


def test_too_many_triangles_are_refused_before_they_fill_the_memory(scene, monkeypatch, refusal):
    monkeypatch.setattr(usd_model, "_MOST_TRIANGLES", 1_000_000)
    instancer = UsdGeom.PointInstancer.Define(scene.stage, "/Root/Many")
    scene.box("/Root/Many/P")
    instancer.CreatePrototypesRel().SetTargets(["/Root/Many/P"])
    instancer.CreateProtoIndicesAttr([0] * 100_000)
    instancer.CreatePositionsAttr([Gf.Vec3f(0)] * 100_000)
    assert "more than 1 million triangles" in refusal(scene.save("model.usdc"))


@pytest.mark.parametrize("unit", [0.0, -1.0])
def test_a_unit_that_is_no_length_is_refused(scene, unit, refusal):
    scene.box()
    UsdGeom.SetStageMetersPerUnit(scene.stage, unit)
    assert "metersPerUnit" in refusal(scene.save())
