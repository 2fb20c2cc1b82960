"""The base of every spec model."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field


class SpecModel(BaseModel):
    """An immutable, strict part of a project."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    def replace(self, **changes: Any) -> Self:
        """Return a validated copy with some fields changed."""
        return type(self).model_validate({**dict(self), **changes})


Note = Annotated[
    str,
    Field(
        max_length=2000, title="Note", description="Why its numbers are what they are; for people, it changes nothing."
    ),
]
