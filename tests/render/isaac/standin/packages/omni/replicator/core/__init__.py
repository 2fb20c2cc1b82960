"""The stand-in's Replicator."""

from types import SimpleNamespace

import numpy as np
from standin import behaviour, engine, state

state.running()

_KNOWN = {
    "rgb",
    "instance_segmentation",
    "distance_to_image_plane",
    "normals",
    "bounding_box_3d",
    "camera_params",
    "motion_vectors",
}


class _Product:
    def __init__(self, camera, resolution, name):
        self.path = f"/Render/OmniverseKit/HydraTextures/{name}"
        self.camera, self.resolution, self.enabled, self.data = camera, resolution, True, None
        self.hydra_texture = SimpleNamespace(set_updates_enabled=self._set)

    def _set(self, enabled: bool) -> None:
        self.enabled = enabled


class _Annotator:
    def __init__(self, name, settings):
        if name not in _KNOWN:
            raise ValueError(f"there is no annotator {name}")
        if name == "instance_segmentation" and (settings or {}).get("colorize") is not False:
            raise ValueError("the worker wants ids, not colours")
        self._name, self._product = name, None

    def attach(self, render_products) -> None:
        self._product = render_products

    def get_data(self):
        if self._product.data is None:
            return np.zeros(0, np.uint8)
        return self._product.data[self._name]


def _render_product(camera, resolution, force_new=False, name=None, render_vars=None):
    if not state.stage.GetPrimAtPath(camera):
        raise RuntimeError(f"there is no camera {camera}")
    product = _Product(camera, tuple(resolution), name)
    state.products.append(product)
    return product


def _get(name, init_params=None, device=None, do_array_copy=True):
    return _Annotator(name, init_params)


def _step(rt_subframes: int = -1, pause_timeline: bool = True, delta_time: float = None, wait_for_render: bool = True):  # noqa: RUF013
    assert delta_time == 0.0, "time must stand still"
    state.steps += 1
    state.updates += 1
    behaviour.on_step(state.steps)
    if state.steps <= behaviour.WISHES.get("no_first_frames", 0) or behaviour.happens("lost_frame", state.steps):
        return  # an error in the log, the data of the frame before, and no exception
    for product in state.products:
        if product.enabled:
            product.data = engine.render(product.camera, product.resolution, rt_subframes)


def _set_capture_on_play(value: bool) -> None:
    assert value is False


create = SimpleNamespace(render_product=_render_product)
annotators = SimpleNamespace(get=_get)
orchestrator = SimpleNamespace(step=_step, set_capture_on_play=_set_capture_on_play, wait_until_complete=lambda: None)
