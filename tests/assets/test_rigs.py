import math

import numpy as np
import pytest
import yaml
from pxr import Gf, Sdf, Usd, UsdGeom, UsdPhysics, UsdSkel, Vt

from scenewright.assets.loading import AssetLoader
from scenewright.assets.usd_model import read_model
from scenewright.errors import UserError

JOINTS = ["Hips", "Hips/Arm", "Hips/Arm/Hand"]


def tube(stage, path, rings=9):
    """A square tube along z from 0 to 4."""
    heights = np.linspace(0, 4, rings)
    points = [(x, y, z) for z in heights for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    faces = [
        (4 * r + k, 4 * r + (k + 1) % 4, 4 * r + 4 + (k + 1) % 4, 4 * r + 4 + k)
        for r in range(rings - 1)
        for k in range(4)
    ]
    mesh = UsdGeom.Mesh.Define(stage, path)
    mesh.CreatePointsAttr([Gf.Vec3f(*point) for point in points])
    mesh.CreateFaceVertexCountsAttr([4] * len(faces))
    mesh.CreateFaceVertexIndicesAttr([int(k) for face in faces for k in face])
    mesh.CreateSubdivisionSchemeAttr("none")
    return mesh, np.array(points)


@pytest.fixture
def puppet(tmp_path):
    """A skinned tube in centimetres with Y up, its skeleton off the origin; a bend and a held pose."""
    stage = Usd.Stage.CreateNew(str(tmp_path / "puppet.usda"))
    UsdGeom.SetStageMetersPerUnit(stage, 0.01)
    UsdGeom.SetStageUpAxis(stage, "Y")
    stage.SetTimeCodesPerSecond(24)
    root = UsdSkel.Root.Define(stage, "/puppet")
    stage.SetDefaultPrim(root.GetPrim())
    UsdGeom.Xformable(root).AddTranslateOp().Set(Gf.Vec3d(10, 20, 30))
    skeleton = UsdSkel.Skeleton.Define(stage, "/puppet/skeleton")
    UsdGeom.Xformable(skeleton).AddRotateYOp().Set(25.0)
    skeleton.CreateJointsAttr(JOINTS)
    at = [Gf.Matrix4d().SetTranslate(Gf.Vec3d(0, 0, z)) for z in (0, 1.5, 3)]
    skeleton.CreateBindTransformsAttr(Vt.Matrix4dArray(at))
    rest = [at[0], *(Gf.Matrix4d().SetTranslate(Gf.Vec3d(0, 0, 1.5)) for _ in range(2))]
    skeleton.CreateRestTransformsAttr(Vt.Matrix4dArray(rest))
    mesh, points = tube(stage, "/puppet/body")
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    binding.CreateSkeletonRel().SetTargets([skeleton.GetPath()])
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d().SetTranslate(Gf.Vec3d(0, 0.25, 0)))
    share = np.clip(points[:, 2] / 4, 0, 1)
    binding.CreateJointIndicesPrimvar(False, 2).Set(Vt.IntArray([0, 2] * len(points)))
    weights = np.stack([1 - share, share], axis=1).ravel().astype(float)
    binding.CreateJointWeightsPrimvar(False, 2).Set(Vt.FloatArray(list(map(float, weights))))
    for name, angles in (("bend", (0.0, 40.0, 80.0)), ("held", (60.0,))):
        animation = UsdSkel.Animation.Define(stage, f"/puppet/animations/{name}")
        animation.CreateJointsAttr(JOINTS)
        for frame, angle in enumerate(angles):
            turn = Gf.Quatf(Gf.Rotation(Gf.Vec3d(1, 0, 0), angle).GetQuat())
            time = Usd.TimeCode(12 * frame)
            animation.CreateTranslationsAttr().Set([Gf.Vec3f(0, 0, 0), *[Gf.Vec3f(0, 0, 1.5)] * 2], time)
            animation.CreateRotationsAttr().Set([Gf.Quatf(1), turn, turn], time)
            animation.CreateScalesAttr().Set([Gf.Vec3h(1, 1, 1)] * 3, time)
    UsdSkel.BindingAPI.Apply(skeleton.GetPrim()).CreateAnimationSourceRel().SetTargets(["/puppet/animations/bend"])
    stage.GetRootLayer().Save()
    return tmp_path / "puppet.usda"


def skinned_by_usd(path, animation, time):
    """What OpenUSD's own skinning says, in metres and Z up."""
    stage = Usd.Stage.Open(str(path))
    skeleton = UsdSkel.Skeleton.Get(stage, "/puppet/skeleton")
    UsdSkel.BindingAPI(skeleton.GetPrim()).GetAnimationSourceRel().SetTargets([f"/puppet/animations/{animation}"])
    cache = UsdSkel.Cache()
    root = UsdSkel.Root.Get(stage, "/puppet")
    cache.Populate(root, Usd.PrimDefaultPredicate)
    binding = cache.ComputeSkelBindings(root, Usd.PrimDefaultPredicate)[0]
    transforms = cache.GetSkelQuery(skeleton).ComputeSkinningTransforms(time)
    points = Vt.Vec3fArray(UsdGeom.Mesh.Get(stage, "/puppet/body").GetPointsAttr().Get())
    assert binding.GetSkinningTargets()[0].ComputeSkinnedPoints(transforms, points, time)
    world = np.array(UsdGeom.XformCache(time).GetLocalToWorldTransform(skeleton.GetPrim()))
    at = np.c_[np.array(points, float), np.ones(len(points))] @ world
    return np.stack([at[:, 0], -at[:, 2], at[:, 1]], axis=1) * 0.01


def same_points(found, expected):
    distances = np.linalg.norm(found[:, None] - expected[None], axis=2)
    return distances.min(axis=0).max() < 1e-6 and distances.min(axis=1).max() < 1e-6


@pytest.mark.parametrize(
    ("pose", "phase", "time"), [("bend", 0.0, 0), ("bend", 0.4, 12), ("bend", 0.99, 24), ("held", 0.7, 0)]
)
def test_a_posed_skin_is_where_openusd_puts_it(puppet, pose, phase, time):
    model = AssetLoader(puppet.parent).posed("./puppet.usda", pose, phase)
    assert same_points(model.parts[0].positions, skinned_by_usd(puppet, pose, time))


def test_the_model_at_rest_is_in_its_bind_pose(puppet):
    model = read_model(puppet)
    assert same_points(model.parts[0].positions, skinned_by_usd(puppet, "bend", 0))  # its first sample is unbent
    assert model.rig.default == "bend"
    assert model.rig.clips["bend"].seconds == pytest.approx(1.0)
    assert model.rig.clips["held"].seconds == 0


def test_without_a_wish_the_animation_that_the_file_binds_is_shown(puppet):
    loader = AssetLoader(puppet.parent)
    assert loader.posed("./puppet.usda") is loader.posed("./puppet.usda", "bend", 0.0)


def test_normals_of_a_posed_skin_are_unit_and_face_outwards(puppet):
    part = AssetLoader(puppet.parent).posed("./puppet.usda", "held").parts[0]
    assert np.allclose(np.linalg.norm(part.normals, axis=1), 1, atol=1e-6)
    corners = part.positions[part.triangles].astype(float)
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert (np.einsum("tj,tj->t", faces, part.normals[part.triangles].mean(axis=1)) > 0).all()


def test_an_unknown_pose_is_refused_with_the_nearest_name(puppet):
    with pytest.raises(UserError, match="did you mean 'bend'"):
        AssetLoader(puppet.parent).posed("./puppet.usda", "bent")


def test_keypoints_follow_their_joints(puppet):
    points = {
        "skeleton": "finger",
        "points": [
            {"name": "tip", "position_m": [0.1, 0.2, 0.3], "joint": "Hand"},
            {"name": "base", "position_m": [0, 0, 0], "sigma": 0.03},
        ],
        "edges": [["base", "tip"]],
    }
    (puppet.parent / "keypoints.yaml").write_text(yaml.safe_dump(points))
    loader = AssetLoader(puppet.parent)
    rest, moved = loader.model("./puppet.usda"), loader.posed("./puppet.usda", "held")
    matrix = rest.rig.clips["held"].matrices[0][rest.rig.joints.index("Hand")]
    assert np.allclose(moved.keypoints.positions[0], (matrix @ [0.1, 0.2, 0.3, 1])[:3])
    assert np.allclose(moved.keypoints.positions[1], 0)
    assert moved.keypoints.edges == (("base", "tip"),)
    assert moved.keypoints.sigmas == (None, 0.03)


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ({"points": [{"name": "tip"}]}, "position_m is missing"),
        ({"points": [{"name": "tip", "position_m": [1, 2]}]}, "not three numbers"),
        ({"points": [{"name": "tip", "position_m": [1, 2, 3], "joint": "Foot"}]}, "no joint 'Foot'"),
        ({"points": [{"name": "a", "position_m": [1, 2, 3]}] * 2}, "twice"),
        ({"points": [{"name": "a", "position_m": [1, 2, 3], "sigma": 2}]}, "sigma 2 is not between 0 and 1"),
        ({"points": [{"name": "a", "position_m": [1, 2, 3]}], "edges": [["a", "b"]]}, "not two of the points"),
    ],
)
def test_keypoints_that_cannot_be_are_refused_in_words(puppet, points, words):
    (puppet.parent / "keypoints.yaml").write_text(yaml.safe_dump(points))
    with pytest.raises(UserError, match=words):
        read_model(puppet)


@pytest.fixture
def crane(tmp_path):
    """A post, a boom that turns about z on top of it, and a slider on the boom."""
    stage = Usd.Stage.CreateNew(str(tmp_path / "crane.usda"))
    UsdGeom.SetStageMetersPerUnit(stage, 0.1)
    UsdGeom.SetStageUpAxis(stage, "Z")
    root = UsdGeom.Xform.Define(stage, "/crane")
    stage.SetDefaultPrim(root.GetPrim())
    for name, at in (("post", (0, 0, 0)), ("boom", (0, 0, 5)), ("slider", (2, 0, 5))):
        link = UsdGeom.Xform.Define(stage, f"/crane/{name}")
        link.AddTranslateOp().Set(Gf.Vec3d(*at))
        tube(stage, f"/crane/{name}/shape")
    turn = UsdPhysics.RevoluteJoint.Define(stage, "/crane/joints/turn")
    turn.CreateAxisAttr("Z")
    turn.CreateLowerLimitAttr(-90.0)
    turn.CreateUpperLimitAttr(90.0)
    turn.CreateLocalPos0Attr(Gf.Vec3f(0, 0, 5))
    shift = UsdPhysics.PrismaticJoint.Define(stage, "/crane/joints/shift")
    shift.CreateAxisAttr("X")
    shift.CreateLowerLimitAttr(0.0)
    shift.CreateUpperLimitAttr(20.0)
    shift.CreateLocalPos0Attr(Gf.Vec3f(2, 0, 0))
    for joint, one, other in ((turn, "post", "boom"), (shift, "boom", "slider")):
        joint.CreateBody0Rel().SetTargets([Sdf.Path(f"/crane/{one}")])
        joint.CreateBody1Rel().SetTargets([Sdf.Path(f"/crane/{other}")])
    stage.GetRootLayer().Save()
    return tmp_path / "crane.usda"


def pose_crane(crane, **values):
    (crane.parent / "poses.yaml").write_text(yaml.safe_dump({"poses": {"wanted": values}}))
    return AssetLoader(crane.parent).posed("./crane.usda", "wanted")


def test_links_go_where_their_joints_put_them(crane):
    rest, posed = read_model(crane), pose_crane(crane, turn=90.0, shift=0.7)
    before, after = rest.parts[0].positions, posed.parts[0].positions
    slider = rest.parts[0].skin.joints[:, 0] == rest.rig.joints.index("slider")
    # 0.7 m along the boom, then a quarter turn about z.
    x, y, z = before[slider].T
    assert np.allclose(after[slider], np.stack([-y, x + 0.7, z], axis=1), atol=1e-6)
    post = rest.parts[0].skin.joints[:, 0] == rest.rig.joints.index("post")
    assert np.allclose(after[post], before[post])


def test_at_rest_every_link_is_where_the_file_has_it(crane):
    model = read_model(crane)
    assert np.allclose(model.rig.clips["rest"].matrices, np.eye(4))
    assert model.bounds[1][2] == pytest.approx(0.9)


def test_a_joint_beyond_its_limits_is_refused(crane):
    with pytest.raises(UserError, match="its limits are -90 to 90"):
        pose_crane(crane, turn=91.0)


def test_an_unknown_joint_is_refused_with_those_there_are(crane):
    with pytest.raises(UserError, match="the joints are turn, shift"):
        pose_crane(crane, tilt=1.0)


def test_a_value_that_is_no_number_is_refused(crane):
    with pytest.raises(UserError, match="as a number"):
        pose_crane(crane, turn="far")


def test_a_model_without_a_rig_has_no_poses(tmp_path):
    stage = Usd.Stage.CreateNew(str(tmp_path / "plain.usda"))
    tube(stage, "/tube")
    stage.GetRootLayer().Save()
    with pytest.raises(UserError, match="has no poses"):
        AssetLoader(tmp_path).posed("./plain.usda", "walk")
    assert math.isfinite(read_model(tmp_path / "plain.usda").bounds[0][0])
