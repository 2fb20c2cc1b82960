"""Search over all settings of a project: by title, by what they do, and by the choices they offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Fixed
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.words import summary, word_for
from scenewright.ui.help import models_in


@dataclass(frozen=True)
class Found:
    """A setting that can be searched for.

    Attributes:
        place: Where it stands.
        title: What it is called.
        path: In which parts of the project it stands.
        words: What else it is found by.
    """

    place: Place
    title: str
    path: str
    words: str


def settings_of(spec: ProjectSpec) -> list[Found]:
    """Return every setting that the project shows now."""
    return list(_of_model(spec, (), ()))


def ranked(settings: list[Found], text: str, most: int = 40) -> list[Found]:
    """Return the settings that hold every word of a text, the best first: titles count more than explanations."""
    words = text.casefold().split()
    if not words:
        return []
    scored = [(_score(item, words), number) for number, item in enumerate(settings)]
    best = sorted((score, number) for score, number in scored if score is not None)
    return [settings[number] for _, number in best[:most]]


def score_of(title: str, more: str, words: list[str]) -> int | None:
    """Return how badly a title and what else is known fit some words; nothing where a word is missing."""
    title, more = title.casefold(), more.casefold()
    total = 0
    for word in words:
        if title.startswith(word):
            total += 0
        elif f" {word}" in title:
            total += 1
        elif word in title:
            total += 2
        elif word in more:
            total += 5
        else:
            return None
    return total


def _score(item: Found, words: list[str]) -> tuple[int, int] | None:
    score = score_of(item.title, f"{item.path} {item.words}", words)
    return None if score is None else (score, len(item.place))


def _of_model(part: SpecModel, place: Place, path: tuple[str, ...]) -> Iterator[Found]:
    for name in type(part).model_fields:
        if name in ("kind", "schema_version"):
            continue
        facts = facts_of(type(part), name)
        value = getattr(part, name)
        here = (*place, name)
        yield Found(here, facts.title, " / ".join(path), _words(type(part), name))
        if not facts.is_random:
            yield from _inside(value, here, (*path, facts.title))


def _inside(value: Any, place: Place, path: tuple[str, ...]) -> Iterator[Found]:
    if isinstance(value, SpecModel) and not isinstance(value, Fixed):
        yield from _of_model(value, place, path)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            if isinstance(item, SpecModel):
                name = str(getattr(item, "name", None) or getattr(item, "source", None) or number + 1)
                yield from _of_model(item, (*place, number), (*path, name))


@cache
def _words(part: type[SpecModel], name: str) -> str:
    facts = facts_of(part, name)
    texts = [name.replace("_", " "), facts.description]
    if get_origin(facts.type) is Literal:
        texts += [word_for(str(choice), name) for choice in get_args(facts.type)]
    models = facts.type if isinstance(facts.type, tuple) else (facts.type,)
    if not facts.is_random:
        texts += [_about(model) for model in models if isinstance(model, type) and issubclass(model, SpecModel)]
        texts += [_about(model) for entry in get_args(facts.type) for model in models_in(entry)]
    return " ".join(texts)


def _about(model: type[SpecModel]) -> str:
    """Return what a part is and what can be set in it, so that a part that is not there yet is found by it."""
    return " ".join([summary(model), *(facts_of(model, name).title for name in model.model_fields)])
