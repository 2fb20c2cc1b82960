"""Things of a warehouse and a workshop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml
from licence import LICENCE
from logistics_containers import carton, cone, crate, picking_bin, steel_drum, tote, waste_bin
from logistics_furniture import chair, ladder, pallet, shelf, table, trolley
from PIL import Image
from pxr import Sdf, Usd

from scenewright.assets.model import Model, Part
from scenewright.assets.usd_writing import write_model

Making = tuple[str, str, tuple[str, ...], Callable[[], list[Part]]]

_CONTAINER, _BOX = ("container", "logistics", "warehouse"), ("box", "parcel", "logistics")
_STORAGE, _ROOM = ("container", "workshop", "storage"), ("furniture", "workshop", "indoor")
_MADE: Mapping[str, Making] = {
    "tote_blue": ("Stacking tote, blue", "tote", _CONTAINER, lambda: tote((36, 84, 158))),
    "tote_grey": ("Stacking tote, grey", "tote", _CONTAINER, lambda: tote((128, 132, 136))),
    "bin_picking": ("Picking bin", "bin", _STORAGE, lambda: picking_bin((236, 178, 28))),
    "bin_picking_red": ("Picking bin, red", "bin", _STORAGE, lambda: picking_bin((186, 36, 32))),
    "pallet_euro": ("Euro pallet", "pallet", ("logistics", "warehouse", "wood"), pallet),
    "shipping_carton": ("Shipping carton", "carton", _BOX, lambda: carton((0.4, 0.3, 0.25), 41)),
    "shipping_carton_flat": ("Flat shipping carton", "carton", _BOX, lambda: carton((0.34, 0.26, 0.11), 42)),
    "crate_wooden": ("Wooden crate", "crate", (*_CONTAINER, "wood"), crate),
    "cone_traffic": ("Traffic cone", "cone", ("safety", "warehouse", "outdoor"), cone),
    "table_work": ("Workbench", "table", _ROOM, table),
    "shelf_metal": ("Metal rack", "shelf", (*_ROOM, "warehouse"), shelf),
    "chair_wood": ("Wooden chair", "chair", _ROOM, chair),
    "ladder_step": ("Step ladder", "ladder", ("workshop", "warehouse", "tool"), ladder),
    "trolley_platform": ("Platform trolley", "trolley", ("logistics", "warehouse", "transport"), trolley),
    "waste_bin": ("Pedal bin", "waste_bin", ("indoor", "kitchen", "office"), waste_bin),
    "drum_steel": ("Steel drum, 200 l", "drum", (*_CONTAINER, "industry"), lambda: steel_drum((30, 88, 140))),
}


def write_entry(name: str, objects: Path) -> None:
    """Write one entry."""
    title, class_name, tags, make = _MADE[name]
    folder = objects / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.[jp][pn]g"):
        old.unlink()
    write_model(folder / f"{name}.usdc", _grounded(Model(name, tuple(make()))), title, class_name)
    _with_jpegs(folder / f"{name}.usdc")
    entry = {"title": title, "class_name": class_name, "tags": list(tags), "licence": LICENCE}
    (folder / "entry.yaml").write_text(yaml.safe_dump(entry, sort_keys=False), encoding="utf-8")


def _grounded(model: Model) -> Model:
    """Return a model whose lowest point is at z = 0: feet that stand askew reach a little below."""
    drop = np.array([0.0, 0.0, model.bounds[0][2]], np.float32)
    return Model(model.source, tuple(replace(part, positions=part.positions - drop) for part in model.parts))


def _with_jpegs(path: Path) -> None:
    """Turn a file's PNG textures, which are exact and large, into JPEG."""
    stage = Usd.Stage.Open(str(path))
    for prim in stage.Traverse():
        for attribute in prim.GetAttributes():
            value = attribute.Get()
            if isinstance(value, Sdf.AssetPath) and value.path.endswith(".png"):
                picture = path.parent / value.path
                jpeg = picture.with_suffix(".jpg")
                if picture.exists():
                    Image.open(picture).convert("RGB").save(jpeg, quality=82)
                    picture.unlink()
                attribute.Set(Sdf.AssetPath(f"./{jpeg.name}"))
    stage.GetRootLayer().Save()


OBJECTS_LOGISTICS: Mapping[str, Callable[[Path], None]] = {
    name: (lambda objects, name=name: write_entry(name, objects)) for name in _MADE
}
