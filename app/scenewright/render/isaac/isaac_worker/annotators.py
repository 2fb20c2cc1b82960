"""Replicator's annotators of each camera, read after each step."""

from typing import Any

import numpy as np

_RAW_IDS = {"colorize": False}
_SETTINGS: dict[str, dict[str, Any]] = {
    "instance_segmentation": _RAW_IDS,
    "semantic_segmentation": _RAW_IDS,
}


class CameraAnnotators:
    """A camera's render product and the annotators on it; it renders only between `begin` and `read`."""

    def __init__(self, path: str, resolution: tuple[int, int], name: str, annotators: list[str]) -> None:
        """Attach annotators, once: attaching and detaching leaks in Isaac Sim 5.0.

        Args:
            path: The camera's prim.
            resolution: Width and height.
            name: Of the render product.
            annotators: Replicator's names.
        """
        import omni.replicator.core as rep

        self._product = rep.create.render_product(path, resolution, name=name)
        self._product.hydra_texture.set_updates_enabled(False)
        self._annotators = {}
        for annotator in annotators:
            found = rep.annotators.get(annotator, init_params=_SETTINGS.get(annotator))
            found.attach(self._product)
            self._annotators[annotator] = found

    def enable(self, wanted: bool) -> None:
        """Let the camera render, or not: an enabled product renders at every update of the program."""
        self._product.hydra_texture.set_updates_enabled(wanted)

    def read(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the arrays of the last step by annotator, and what came beside them as plain data."""
        arrays: dict[str, Any] = {}
        info: dict[str, Any] = {}
        for name, annotator in self._annotators.items():
            data = annotator.get_data()
            if isinstance(data, dict) and "data" in data:
                info[name] = _plain(data.get("info", {}))
                data = data["data"]
            if isinstance(data, dict):
                info[name] = _plain(data)
            else:
                arrays[name] = np.ascontiguousarray(data)
        return arrays, info


def _plain(value: Any) -> Any:
    """Return data as JSON can hold it."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
