"""The models that can be trained, for people and programs."""

from typing import Any


def model_list() -> list[dict[str, Any]]:
    """Return every model as JSON-able data."""
    from scenewright.training.distributed import chosen_device  # noqa: PLC0415
    from scenewright.training.models import MODELS, download_mb, usual_model  # noqa: PLC0415
    from scenewright.training.weights import cached  # noqa: PLC0415

    has_gpu = chosen_device().type == "cuda"
    return [
        {
            "name": name,
            "task": entry.task,
            "title": entry.title,
            "recipe": entry.recipe,
            "short_side": entry.short_side,
            "is_usual": name == usual_model(entry.task, has_gpu=has_gpu),
            "download_mb": download_mb(entry),
            "weights": [url.rsplit("/", 1)[1] for url in (entry.weights_url, entry.backbone_url) if url],
            "weights_are_here": any(cached(url) is not None for url in (entry.weights_url, entry.backbone_url) if url),
        }
        for name, entry in MODELS.items()
    ]
