"""Looking an asset over, wherever it lies."""

from pathlib import Path

from scenewright.assets.doctor import Finding, examine
from scenewright.assets.entries import find_entry
from scenewright.assets.importing.reading import read_source
from scenewright.errors import UserError


def findings_of(asset: str, class_name: str | None) -> tuple[Finding, ...]:
    """Return what the doctor says about a library entry or a model's file.

    Raises:
        UserError: There is no such entry or file, or it cannot be read.
    """
    path = Path(asset)
    if not path.exists():
        entry = find_entry(asset)
        if entry.kind != "object":
            raise UserError(f"'{asset}' is a {entry.kind}: the doctor looks at objects only.")
        path, class_name = entry.path, class_name or entry.class_name
    model, facts = read_source(path)
    return examine(model, facts, class_name)
