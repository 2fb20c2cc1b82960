"""Copies of shipped entries in the user's own library, to be changed."""

import os
import shutil
from dataclasses import replace

from scenewright.assets.entries import Entry, find_entry, read_entry, write_entry
from scenewright.assets.library import folder_entries, library, user_library
from scenewright.errors import UserError, os_error_sentence


def own_copy(name: str) -> Entry:
    """Copy an object of the library into the user's own, under a name that nothing has; appears whole or not at all.

    Raises:
        UserError: There is no such object, or the library cannot be written.
    """
    entry = find_entry(name)
    if entry.kind != "object":
        raise UserError(f"'{name}' is a {entry.kind}: only objects are copied.")
    root = user_library()
    taken, number, own = {*library("object"), *folder_entries(root, "object")}, 2, f"my_{name}"
    while own in taken:
        own, number = f"my_{name}_{number}", number + 1
    shelf = root / "objects"
    staging = shelf / f".{own}.{os.getpid()}"
    try:
        shutil.rmtree(staging, ignore_errors=True)
        shutil.copytree(entry.folder, staging)
        (staging / entry.path.name).rename(staging / f"{own}{entry.path.suffix}")
        write_entry(staging, replace(entry, title=f"My {entry.title[:1].lower()}{entry.title[1:]}"))
        staging.rename(shelf / own)
    except OSError as error:
        raise UserError(os_error_sentence("copy into the library", shelf / own, error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return read_entry("object", own, shelf / own / f"{own}{entry.path.suffix}")
