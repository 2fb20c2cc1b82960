"""How a model is trained: every number that matters, with names for the usual choices."""

import math
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from scenewright.errors import UserError


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to train.

    Attributes:
        optimizer: Plain SGD with momentum, or AdamW.
        learning_rate: Its highest value.
        momentum: Of SGD.
        weight_decay: Pull of all weights towards zero.
        batch: Pictures a step; what a process cannot hold at once it takes in parts.
        epochs: At most so many rounds through the pictures.
        warm_up_steps: Steps over which the learning rate rises from nothing.
        schedule: How it falls: not at all, or as half a cosine down to a hundredth.
        averaging: How slowly the average of the weights follows them (EMA); 0: there is none.
        clip: Largest length of the gradient; 0: any.
        patience: Epochs without a better result before it ends early; 0: never.
        is_mixed_precision: Whether a GPU multiplies in 16 bits.
        changes_light: Whether pictures are changed in light, blur, noise and compression.
        flips: Whether they are mirrored, left and right exchanged.
        crops: Whether parts of them are taken, enlarged.
        measure_every: Epochs between two measurements.
    """

    optimizer: Literal["sgd", "adamw"] = "sgd"
    learning_rate: float = 0.01
    momentum: float = 0.9
    weight_decay: float = 1e-4
    batch: int = 8
    epochs: int = 50
    warm_up_steps: int = 500
    schedule: Literal["constant", "cosine"] = "cosine"
    averaging: float = 0.999
    clip: float = 10.0
    patience: int = 10
    is_mixed_precision: bool = True
    changes_light: bool = True
    flips: bool = True
    crops: bool = False
    measure_every: int = 1
    options: dict[str, Any] = field(default_factory=dict)
    """More for the model's builder."""


RECIPES: dict[str, Recipe] = {
    "standard": Recipe(),
    "small": Recipe(
        optimizer="adamw", learning_rate=2e-3, weight_decay=1e-2, batch=16, epochs=40, warm_up_steps=100,
        averaging=0.995, clip=5.0, patience=12,
    ),
    "example": Recipe(
        learning_rate=0.005, momentum=0.9, weight_decay=0.0, batch=16, epochs=50, warm_up_steps=0, schedule="constant",
        averaging=0.0, clip=0.0, patience=0, is_mixed_precision=True, changes_light=False, flips=False,
    ),
}  # fmt: skip
"""standard: from pretrained weights, or with many pictures; small: from nothing, on any machine; example: the training
of the well-known Replicator example, number by number."""


def changed_recipe(name: str, **wishes: Any) -> Recipe:
    """Return a recipe by its name, with some numbers changed; wishes that are None change nothing.

    Raises:
        UserError: There is no such recipe, or a number makes no sense.
    """
    if name not in RECIPES:
        raise UserError(f"There is no recipe '{name}': choose one of {', '.join(RECIPES)}.")
    recipe = replace(RECIPES[name], **{key: value for key, value in wishes.items() if value is not None})
    for key in ("learning_rate", "batch", "epochs"):
        if not getattr(recipe, key) > 0:
            raise UserError(f"{key.replace('_', ' ')} must be above 0, not {getattr(recipe, key):g}.")
    return recipe


def recipe_from(data: dict[str, Any]) -> Recipe:
    """Return the recipe that was stored as a dict; what it does not know is left out."""
    known = {item.name for item in fields(Recipe)}
    return Recipe(**{key: value for key, value in data.items() if key in known})


def learning_rate_share(recipe: Recipe, step: int, steps: int) -> float:
    """Return the share of the highest learning rate at a step of `steps` in all."""
    rise = min(1.0, (step + 1) / recipe.warm_up_steps) if recipe.warm_up_steps else 1.0
    if recipe.schedule == "constant":
        return rise
    after = max(0, step - recipe.warm_up_steps) / max(1, steps - recipe.warm_up_steps)
    return rise * (0.01 + 0.99 * (1 + math.cos(math.pi * min(1.0, after))) / 2)
