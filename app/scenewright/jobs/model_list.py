"""The models that can be trained, for people and programs."""

from typing import Any


def model_list() -> list[dict[str, Any]]:
    """Return every model as JSON-able data."""
    from scenewright.training.models import MODELS  # noqa: PLC0415
    from scenewright.training.weights import cached  # noqa: PLC0415

    return [
        {
            "name": name,
            "task": entry.task,
            "title": entry.title,
            "recipe": entry.recipe,
            "short_side": entry.short_side,
            "weights": [url.rsplit("/", 1)[1] for url in (entry.weights_url, entry.backbone_url) if url],
            "weights_are_here": any(cached(url) is not None for url in (entry.weights_url, entry.backbone_url) if url),
        }
        for name, entry in MODELS.items()
    ]
