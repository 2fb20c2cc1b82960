"""Which editor a setting of the project has: found from its type, or named for it here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal, cast, get_args, get_origin

from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.spec import following
from scenewright.spec.base import SpecModel
from scenewright.spec.cameras import CameraSpec, MountSpec
from scenewright.spec.choices import Weighted, WeightedAsset, WeightedPose
from scenewright.spec.distributions import Fixed
from scenewright.spec.limits import Vector3
from scenewright.spec.objects import ClassCount, ObjectGroupSpec
from scenewright.spec.placement import BoxZone
from scenewright.spec.places import Place, value_at, with_value
from scenewright.spec.project import ClassSpec, ProjectSpec, VariableSpec
from scenewright.ui.binding import Change, Editor, bind
from scenewright.ui.fields import names, starting
from scenewright.ui.fields.choices import ChoiceField, NamesField, SwitchField
from scenewright.ui.fields.colors import ColorField, ColorsField
from scenewright.ui.fields.containers import ListField, OptionalField, Variant, VariantsField
from scenewright.ui.fields.distribution.distribution_field import field_for
from scenewright.ui.fields.draws import draws_of
from scenewright.ui.fields.facts import Facts, facts_of
from scenewright.ui.fields.form import Form, Row
from scenewright.ui.fields.marks import mark
from scenewright.ui.fields.number_field import NumberField
from scenewright.ui.fields.numbers import PointField
from scenewright.ui.fields.points import PointsField
from scenewright.ui.fields.texts import LargeNumberField, LongTextField, NameField, TextField
from scenewright.ui.fields.words import summary, word_for
from scenewright.ui.language import translate
from scenewright.ui.session import Session

_LARGEST_IN_A_BOX = 2**53

PART_TITLES = {"visibility": "Rule", "keep_out": "Zone", "class_counts": "Count"}
"""What one part of a list is called, where that is not the list's title without its s."""

CHANGES: dict[tuple[type[Any], str], Change] = {
    (ObjectGroupSpec, "name"): following.with_group_name,
    (ObjectGroupSpec, "role"): following.with_role,
    (ObjectGroupSpec, "class_name"): following.with_class_name,
    (WeightedAsset, "class_name"): following.with_class_name,
    (CameraSpec, "name"): following.with_camera_name,
    (CameraSpec, "model"): following.with_camera_model,
    (VariableSpec, "name"): following.with_variable_name,
    (ClassSpec, "name"): following.with_class_renamed,
}
"""Settings that other parts of the project must follow."""


def editor_for(session: Session, place: Place, facts: Facts) -> QWidget:
    """Return the editor of a setting, tied to the project and marked with its place."""
    if not facts.is_optional and _is_model(facts.type):
        is_vector = facts.type is Vector3
        whole = vector_editor(session, place, facts) if is_vector else Form(session, place, facts.type)
        mark(whole, place)
        return whole
    if facts.is_optional and (facts.model, facts.name) not in names.NAMED:
        return tied(session, place, _optional(session, place, facts), facts)
    return tied(session, place, _plain(session, place, facts), facts)


def tied(session: Session, place: Place, editor: QWidget, facts: Facts) -> QWidget:
    """Tie an editor to its place, and say what it is for."""
    mark(editor, place)
    editor.setToolTip(facts.description)
    editor.setAccessibleName(facts.title)
    editor.setAccessibleDescription(facts.description)
    head: QWidget | None = getattr(editor, "head", None)
    if head is not None and not head.toolTip():
        head.setToolTip(facts.description)
    proxy = editor.focusProxy()
    while proxy is not None:
        proxy.setAccessibleName(proxy.accessibleName() or facts.title)
        proxy.setAccessibleDescription(proxy.accessibleDescription() or facts.description)
        proxy = proxy.focusProxy()
    text = _step_text(session, place, facts)
    bind(session.document, place, cast(Editor, editor), text, CHANGES.get((facts.model, facts.name), with_value))
    return editor


def _step_text(session: Session, place: Place, facts: Facts) -> str:
    """Return what the history calls a change: the setting, and the group, light or camera it is of."""
    owner = value_at(session.document.spec, place[:2]) if len(place) > 2 and isinstance(place[1], int) else None
    name = getattr(owner, "name", None)
    if name is None:
        return translate("fields", "Change {0}").format(facts.title.lower())
    return translate("fields", "Change {0} of {1}").format(facts.title.lower(), name)


def vector_editor(session: Session, place: Place, facts: Facts) -> QWidget:
    """Return three drawn numbers, one for each axis."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)

    def add(axis: str) -> None:
        own = replace(facts_of(Vector3, axis), title=f"{facts.title} {axis}", unit=facts.unit)
        own = replace(own, description=f"{facts.description} ({axis})" if facts.description else own.title)
        column.addWidget(Row(axis, editor_for(session, (*place, axis), own), label_width=14))

    session.growth.grow(whole, [partial(add, axis) for axis in "xyz"])
    return whole


def is_small(facts: Facts) -> bool:
    """Tell whether an editor is a line or two, to stand beside its title."""
    core = facts.type
    if facts.is_random or core in (bool, int, float, str) or get_origin(core) is Literal:
        return True
    is_point = get_origin(core) is tuple and Ellipsis not in get_args(core)
    return is_point or (core is Vector3 and not facts.is_optional) or _item(core) is str


def _plain(session: Session, place: Place, facts: Facts) -> QWidget:
    named = names.NAMED.get((facts.model, facts.name))
    if named is not None:
        return _named(session, place, facts, named)
    if facts.is_random:
        variables = lambda: [item.name for item in session.document.spec.variables]  # noqa: E731
        return field_for(facts, draws_of(session, place), variables)
    if isinstance(facts.type, tuple):
        return kinds_editor(session, place, facts.type)
    if get_origin(facts.type) is Literal:
        return ChoiceField([(value, word_for(value, facts.name)) for value in get_args(facts.type)])
    if get_origin(facts.type) is tuple:
        return _several(session, place, facts)
    return _single(facts)


def _single(facts: Facts) -> QWidget:
    if facts.is_color:
        return ColorField()
    if facts.type is bool:
        return SwitchField()
    if facts.type is int and facts.within.high > _LARGEST_IN_A_BOX and facts.name == "seed":
        return LargeNumberField()
    if facts.type in (int, float):
        return NumberField(facts)
    return LongTextField() if facts.name in ("description", "note") else TextField(facts)


def _named(session: Session, place: Place, facts: Facts, named: names.Named) -> QWidget:
    def spec() -> ProjectSpec:
        return session.document.spec

    if _item(facts.type) is str:
        return NamesField(
            lambda: [name for name, _ in named.choices(spec(), place) if name], translate("fields", "All")
        )
    return NameField(lambda: named.choices(spec(), place), named.is_free)


def _several(session: Session, place: Place, facts: Facts) -> QWidget:
    item = _item(facts.type)
    if item is None:
        return PointField(facts, len(get_args(facts.type)))
    if facts.name == "colors":
        return ColorsField()
    if get_origin(item) is tuple:
        return PointsField(facts, len(get_args(item)))
    if _is_model(item) and issubclass(item, WeightedPose):
        from scenewright.ui.fields.poses import poses_editor  # noqa: PLC0415  reads assets

        return poses_editor(session, place)
    if _is_model(item) and issubclass(item, Weighted):
        from scenewright.ui.library.sources_field import sources_editor  # noqa: PLC0415  reads the library

        return sources_editor(session, place, facts)
    return list_editor(session, place, facts, item)


def list_editor(session: Session, place: Place, facts: Facts, item: Any) -> QWidget:
    """Return the editor of a list of parts of one kind."""
    title = PART_TITLES.get(facts.name, facts.title.removesuffix("s"))

    def start(parts: tuple[Any, ...]) -> Any:
        if item is ClassCount:
            return ClassCount(class_name=names.uncounted_class(session.document.spec, place), count=Fixed(value=1))
        return parts[-1] if parts and item is not BoxZone else starting.first_of(item)

    return ListField(
        lambda number: Form(session, (*place, number), item),
        lambda number, part: getattr(part, "name", None) or f"{title} {number + 1}",
        [(title, start)],
    )


def kinds_editor(session: Session, place: Place, kinds: Sequence[type[SpecModel]]) -> VariantsField:
    """Return a chooser among kinds of part, with the settings of the kind that is chosen."""
    variants = [kind_variant(session, place, kind) for kind in kinds]
    return VariantsField(variants, lambda value: value.kind)


def kind_variant(
    session: Session, place: Place, kind: type[SpecModel], made: Callable[[Any], Any] | None = None
) -> Variant:
    """Return one kind of part as a way to choose."""
    name = kind.model_fields["kind"].default
    return Variant(
        key=name,
        title=word_for(name, str(place[-1]) if place else ""),
        description=summary(kind),
        made=made or (lambda part: refitted_here(session, place, part, kind)),
        content=lambda: Form(session, place, kind),
    )


def refitted_here(session: Session, place: Place, part: Any, kind: type[SpecModel]) -> Any:
    """Return a part of another kind at a place, with names of others where it needs some."""
    fields: dict[str, Any] = {}
    if starting.carriers(kind):
        above = names.groups_above(session.document.spec, place)
        fields = {"of": above[-1][0] if above else "?"}
    return starting.refitted(part, kind, **fields)


def _optional(session: Session, place: Place, facts: Facts) -> OptionalField:
    inner = replace(facts, is_optional=False)
    return OptionalField(
        facts.title,
        lambda: editor_for(session, place, inner),
        lambda: _start(session, place, inner),
        is_small=is_small(inner) and not inner.is_random and inner.type is not Vector3,
    )


def _start(session: Session, place: Place, facts: Facts) -> Any:
    if facts.is_random:
        return Fixed(value=starting.first_number(facts.name))
    if isinstance(facts.type, tuple):
        return refitted_here(session, place, None, facts.type[0])
    if facts.type is MountSpec:
        return MountSpec(on=names.cameras_above(session.document.spec, place)[-1][0])
    if _is_model(facts.type):
        return starting.first_of(facts.type)
    if facts.is_color:
        return "#e8e6e0"
    return starting.first_number(facts.name) if facts.type is float else facts.type()


def _item(core: Any) -> Any:
    """Return what a tuple of any length holds; None for all else."""
    arguments = get_args(core)
    is_list = get_origin(core) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis
    if not is_list:
        return None
    inner = arguments[0]
    return get_args(inner)[0] if hasattr(inner, "__metadata__") else inner


def _is_model(core: Any) -> bool:
    return isinstance(core, type) and issubclass(core, SpecModel)
