"""The colours of groups of objects on the plan."""

from scenewright.annotate.colors import Color, chosen_colors, object_color
from scenewright.spec.project import ProjectSpec


def group_colors(spec: ProjectSpec) -> tuple[Color, ...]:
    """Return a colour for each group: that of its first class where one was chosen, else one by its place."""
    chosen = chosen_colors(spec.classes)
    classes = [next(iter(group.class_names), "") for group in spec.objects]
    ids = {item.name: number for number, item in enumerate(spec.classes, 1)}
    return tuple(object_color(number, ids.get(name, 0), chosen) for number, name in enumerate(classes, 1))
