"""However a project's text is damaged, loading it gives a project or a sentence, never anything else."""

import random

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project

PRESET = (shipped("presets") / "cup_detection.yaml").read_text()
BITS = [
    "", " ", "  ", "\t", "\n", "-", "- ", ":", ": ", "{", "}", "[", "]", ",", "#", "&a ", "*a", "!", "!!int ", "|", ">",
    "'", '"', "%", "@", "?", "? ", "<<: ", "0", "-1", "1e999", ".nan", "null", "true", "\x00", "\ufeff", "é", "\u2028",
    "kind", "uniform", "low", "high", "[]", "{}", "99999999999999999999", "0x_", "1_000", "12:30:45", "2001-01-01",
]  # fmt: skip


def _damaged(seed):
    rng = random.Random(seed)
    text = PRESET
    for _ in range(rng.randint(1, 4)):
        lines = text.split("\n")
        a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
        place, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        match rng.randrange(8):
            case 0:
                del lines[a]
                text = "\n".join(lines)
            case 1:
                text = "\n".join([*lines[:a], lines[b], *lines[a:]])
            case 2:
                lines[a], lines[b] = lines[b], lines[a]
                text = "\n".join(lines)
            case 3:
                lines[a] = " " * rng.randint(0, 6) + lines[a].lstrip()
                text = "\n".join(lines)
            case 4:
                text = text[:place] + rng.choice(BITS) + text[place:]
            case 5:
                text = text[:place] + rng.choice(BITS) + text[place + 1 :]
            case 6:
                text = text[:place] + text[min(end, place + 30) :]
            case _:
                head, colon, _value = lines[a].partition(":")
                lines[a] = head + colon + " " + rng.choice(BITS)
                text = "\n".join(lines)
    return text


def _mistakes(path):
    """Load a project; return the error that tells of its mistakes, if it has any."""
    try:
        assert isinstance(load_project(path).spec, ProjectSpec)
    except UserError as error:
        return error
    return None


@pytest.mark.parametrize("hundred", range(5))
def test_a_damaged_preset_loads_or_is_told_in_words(hundred, tmp_path):
    path = tmp_path / "project.yaml"
    told = 0
    for seed in range(hundred * 100, hundred * 100 + 100):
        text = _damaged(seed)
        path.write_text(text, encoding="utf-8", newline="")
        error = _mistakes(path)
        if error is not None:
            told += 1
            assert str(error).strip()
            assert all(1 <= (p.line or 1) <= text.count("\n") + 2 for p in error.problems), (seed, error)
    assert told > 30


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["uniform", "normal"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "name", "low", "values", "source", "x", "position_m"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
_FIELDS = st.sampled_from([*ProjectSpec.model_fields, "unknown"])


@settings(max_examples=100, deadline=None, derandomize=True)
@given(changes=st.dictionaries(_FIELDS, _VALUES, min_size=1, max_size=3))
def test_any_value_in_any_field_loads_or_is_told_in_words(changes, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "project.yaml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(PRESET), **changes}), encoding="utf-8")
    error = _mistakes(path)
    assert error is None or error.problems
