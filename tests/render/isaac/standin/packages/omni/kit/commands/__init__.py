"""The stand-in's commands."""

from standin import state

state.running()


def execute(name: str, **kwargs):
    if name != "CreateMdlMaterialPrim" or set(kwargs) != {"mtl_url", "mtl_name", "mtl_path"}:
        raise RuntimeError(f"unknown command {name} {sorted(kwargs)}")
    assert (kwargs["mtl_url"], kwargs["mtl_name"]) == ("OmniPBR.mdl", "OmniPBR")
    shade = state.real.UsdShade
    material = shade.Material.Define(state.stage, kwargs["mtl_path"])
    shader = shade.Shader.Define(state.stage, f"{kwargs['mtl_path']}/Shader")
    material.CreateSurfaceOutput("mdl").ConnectToSource(shader.ConnectableAPI(), "out")
    return True, None
