"""Units of settings, as their names say them, and numbers as people write them."""

from PySide6.QtCore import QLocale

_UNITS = (
    ("_deg_s", "°/s"),
    ("_m_s", "m/s"),
    ("_deg", "°"),
    ("_mm", "mm"),
    ("_ms", "ms"),
    ("_px", "px"),
    ("_hz", "Hz"),
    ("_k", "K"),
    ("_m", "m"),
    ("_s", "s"),
)

_STEPS = {"m": 0.01, "mm": 0.1, "°": 1.0, "px": 0.1, "K": 100.0, "Hz": 1.0, "m/s": 0.05, "°/s": 1.0, "s": 0.1}


def unit_of(name: str) -> str:
    """Return the unit that a setting's name ends in; empty for none."""
    return next((unit for suffix, unit in _UNITS if name.endswith(suffix)), "")


def step_of(unit: str) -> float:
    """Return the smallest step that one press of an arrow key makes."""
    return _STEPS.get(unit, 0.01)


def suffix_of(unit: str) -> str:
    """Return what stands behind a number: degrees touch it, others keep away."""
    return unit if unit.startswith("°") or not unit else f"\u202f{unit}"


def number_text(value: float, locale: QLocale) -> str:
    """Return a number with as many digits as it needs, six after the comma at most."""
    text = locale.toString(float(value), "f", 6)
    point = locale.decimalPoint()
    return text.rstrip("0").removesuffix(point) if point in text else text
