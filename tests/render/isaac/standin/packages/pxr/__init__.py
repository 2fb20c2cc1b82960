"""OpenUSD as the worker may use it: a few names of a few modules; the real ones work behind them."""

import importlib
import sys
from pathlib import Path
from types import SimpleNamespace

from standin import state

state.running()

_ALLOWED = {
    "Gf": ("Matrix4d", "Vec2f", "Vec3f", "Vec4f"),
    "Sdf": ("AssetPath", "ValueTypeNames"),
    "UsdShade": ("Material", "MaterialBindingAPI", "Shader", "Tokens"),
    "Vt": ("Vec2fArray", "Vec3fArray"),
}

_guard = sys.modules.pop(__name__)
_here = str(Path(__file__).parents[1])
sys.path.remove(_here)
for _name in ("Usd", "UsdGeom", "UsdLux", "UsdShade", "Sdf", "Gf", "Vt"):
    setattr(state.real, _name, importlib.import_module(f"pxr.{_name}"))
sys.path.insert(0, _here)
sys.modules[__name__] = _guard

for _name, _parts in _ALLOWED.items():
    _module = getattr(state.real, _name)
    setattr(_guard, _name, SimpleNamespace(**{part: getattr(_module, part) for part in _parts}))
