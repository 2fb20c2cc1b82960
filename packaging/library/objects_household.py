"""The household, kitchen and grocery objects of the library, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import household_bathroom
import household_book
import household_bottles
import household_boxes
import household_bread
import household_cans
import household_cutlery
import household_detergent
import household_fruit
import household_tableware

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OBJECTS_HOUSEHOLD: dict[str, Callable[[Path], None]] = {
    "bottle_water": household_bottles.build_water,
    "bottle_glass_green": household_bottles.build_wine,
    "jar_jam": household_bottles.build_jam,
    **{
        name: partial(household_detergent.build_detergent, name)
        for name in ("bottle_detergent", "bottle_detergent_orange")
    },
    **{name: partial(household_cans.build_soda, name) for name in ("can_soda_red", "can_soda_blue")},
    "can_soup": household_cans.build_soup,
    **household_boxes.BUILDERS,
    **household_tableware.BUILDERS,
    **household_cutlery.BUILDERS,
    **household_book.BUILDERS,
    **household_fruit.BUILDERS,
    "bread_loaf": household_bread.build_loaf,
    **household_bathroom.BUILDERS,
}
"""Function of the objects folder that writes each entry."""
