"""Small USD files, built by the tests that read them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from pxr import Gf, Sdf, Usd, UsdGeom, UsdShade

from scenewright.assets.model import Model

_BOX_CORNERS = [(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)]
_BOX_FACES = [0, 2, 3, 1, 4, 5, 7, 6, 0, 1, 5, 4, 2, 6, 7, 3, 0, 4, 6, 2, 1, 3, 7, 5]


@dataclass(frozen=True)
class Scene:
    """A stage under construction: metres, Z up, with the default prim /Root."""

    stage: Usd.Stage
    folder: Path

    def save(self, name: str = "model.usda") -> Path:
        path = self.folder / name
        self.stage.GetRootLayer().Export(str(path))
        return path

    def mesh(self, path, points, counts, indices, scheme="none") -> UsdGeom.Mesh:
        mesh = UsdGeom.Mesh.Define(self.stage, path)
        mesh.CreatePointsAttr([Gf.Vec3f(*map(float, point)) for point in points])
        mesh.CreateFaceVertexCountsAttr(list(counts))
        mesh.CreateFaceVertexIndicesAttr(list(indices))
        mesh.CreateSubdivisionSchemeAttr(scheme)
        return mesh

    def box(self, path="/Root/Box", size=(1.0, 1.0, 1.0), **options) -> UsdGeom.Mesh:
        """A box from the origin to `size`."""
        return self.mesh(path, np.array(_BOX_CORNERS) * size, [4] * 6, _BOX_FACES, **options)

    def quad(self, path="/Root/Quad", points=((0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0))) -> UsdGeom.Mesh:
        return self.mesh(path, points, [len(points)], range(len(points)))

    def primvar(self, mesh, name, values, interpolation, kind=Sdf.ValueTypeNames.TexCoord2fArray, indices=None):
        primvar = UsdGeom.PrimvarsAPI(mesh).CreatePrimvar(name, kind, interpolation)
        primvar.Set(values)
        if indices is not None:
            primvar.SetIndices(indices)
        return primvar

    def material(self, path="/Root/Looks/Paint", **inputs) -> UsdShade.Material:
        """A UsdPreviewSurface; inputs are numbers, colours, or outputs of `texture`."""
        material = UsdShade.Material.Define(self.stage, path)
        shader = UsdShade.Shader.Define(self.stage, f"{path}/Surface")
        shader.CreateIdAttr("UsdPreviewSurface")
        material.CreateSurfaceOutput().ConnectToSource(shader.ConnectableAPI(), "surface")
        for name, value in inputs.items():
            is_number = isinstance(value, float | int)
            made = shader.CreateInput(name, Sdf.ValueTypeNames.Float if is_number else Sdf.ValueTypeNames.Color3f)
            if isinstance(value, UsdShade.Output):
                made.ConnectToSource(value)
            else:
                made.Set(value if is_number else Gf.Vec3f(*value))
        return material

    def texture(self, file, output="rgb", path="/Root/Looks/Paint/Picture", st=None, **inputs) -> UsdShade.Output:
        shader = UsdShade.Shader.Define(self.stage, path)
        shader.CreateIdAttr("UsdUVTexture")
        shader.CreateInput("file", Sdf.ValueTypeNames.Asset).Set(str(file))
        for name, value in inputs.items():
            kind = Sdf.ValueTypeNames.Token if isinstance(value, str) else Sdf.ValueTypeNames.Float4
            shader.CreateInput(name, kind).Set(value if isinstance(value, str) else Gf.Vec4f(*value))
        if st is not None:
            shader.CreateInput("st", Sdf.ValueTypeNames.Float2).ConnectToSource(st)
        return shader.CreateOutput(output, Sdf.ValueTypeNames.Float3)

    def uv_reader(self, name, path="/Root/Looks/Paint/Reader") -> UsdShade.Output:
        shader = UsdShade.Shader.Define(self.stage, path)
        shader.CreateIdAttr("UsdPrimvarReader_float2")
        shader.CreateInput("varname", Sdf.ValueTypeNames.String).Set(name)
        return shader.CreateOutput("result", Sdf.ValueTypeNames.Float2)

    def bind(self, prim, material) -> None:
        UsdShade.MaterialBindingAPI.Apply(prim.GetPrim()).Bind(material)

    def picture(self, name, color, size=(4, 4)) -> Path:
        mode = {3: "RGB", 4: "RGBA"}[len(color)]
        PIL.Image.new(mode, size, tuple(color)).save(self.folder / name)
        return self.folder / name


@pytest.fixture
def scene(tmp_path) -> Scene:
    stage = Usd.Stage.CreateInMemory()
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    stage.SetDefaultPrim(UsdGeom.Xform.Define(stage, "/Root").GetPrim())
    return Scene(stage, tmp_path)


def corners(model: Model) -> np.ndarray:
    """All triangles' corners (T, 3, 3)."""
    return np.concatenate([part.positions[part.triangles] for part in model.parts]).astype(float)


@pytest.fixture
def area():
    def of(model: Model) -> float:
        t = corners(model)
        return float(np.linalg.norm(np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0]), axis=1).sum() / 2)

    return of


@pytest.fixture
def volume():
    """Signed: positive where triangles run counter-clockwise seen from outside."""

    def of(model: Model) -> float:
        t = corners(model)
        return float(np.einsum("nc,nc->n", t[:, 0], np.cross(t[:, 1], t[:, 2])).sum() / 6)

    return of


@pytest.fixture
def agree():
    """Whether each triangle's winding and its vertices' normals point to the same side."""

    def of(model: Model) -> bool:
        normals = np.concatenate([part.normals[part.triangles] for part in model.parts])
        t = corners(model)
        winding = np.cross(t[:, 1] - t[:, 0], t[:, 2] - t[:, 0])
        return bool((np.einsum("nc,nkc->nk", winding, normals) > 0).all())

    return of
