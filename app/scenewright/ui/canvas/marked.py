"""Which parts of the project the things in a picture belong to."""

from scenewright.sampling.plan import FramePlan
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec


def place_of_owner(spec: ProjectSpec, plan: FramePlan, owner: int) -> Place:
    """Return the group that one of the plan's objects belongs to; empty for the background."""
    if not 0 <= owner < len(plan.objects):
        return ()
    names = [group.name for group in spec.objects]
    group = plan.objects[owner].group
    return ("objects", names.index(group)) if group in names else ()


def marked_owners(spec: ProjectSpec, plan: FramePlan, place: Place) -> frozenset[int]:
    """Return the places in the plan of the objects whose group is selected."""
    if len(place) < 2 or place[0] != "objects" or not isinstance(place[1], int) or place[1] >= len(spec.objects):
        return frozenset()
    name = spec.objects[place[1]].name
    return frozenset(owner for owner, item in enumerate(plan.objects) if item.group == name)
