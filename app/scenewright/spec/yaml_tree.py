"""The composed YAML of a project: where its parts are, and whether it can be read at all."""

from collections.abc import Sequence

import yaml

from scenewright.errors import Problem

Location = Sequence[str | int]

_MOST_NODES = 500_000


def line_of(root: yaml.Node, location: Location) -> int | None:
    """Return the 1-based line of the deepest part of a location that is in the file."""
    node: yaml.Node | None = root
    line = None
    for step in location:
        key, child = child_of(node, step)
        if child is None:
            continue  # a union's tag, which pydantic puts in the location but the file does not have
        node, line = child, (key or child).start_mark.line + 1
    return line


def duplicate_keys(node: yaml.Node) -> list[Problem]:
    """Return every field that is written twice; YAML would silently keep the last."""
    problems: list[Problem] = []
    pending, seen_nodes = [node], set[int]()
    while pending:
        current = pending.pop()
        if id(current) in seen_nodes:
            continue
        seen_nodes.add(id(current))
        if isinstance(current, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in current.value:
                name, line = str(key.value), key.start_mark.line + 1
                if name in seen:
                    problems.append(Problem(f"'{name}' is already on line {seen[name]}: remove one of them", line))
                seen.setdefault(name, line)
                pending.append(value)
        elif isinstance(current, yaml.SequenceNode):
            pending.extend(current.value)
    return problems


def child_of(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key node (mappings only) and the value node of one step, or (None, None)."""
    match node, step:
        case yaml.MappingNode(), str():
            return next(((key, value) for key, value in node.value if key.value == step), (None, None))
        case yaml.SequenceNode(), int() if step < len(node.value):
            return None, node.value[step]
    return None, None


def refuse_endless_aliases(root: yaml.Node) -> None:
    """Raise ValueError where aliases make a small file a huge or endless one ("billion laughs")."""
    if _written_out(root, {}) > _MOST_NODES:
        raise ValueError("its aliases (*) repeat too much: write out what they stand for")


def _written_out(node: yaml.Node, known: dict[int, int | None]) -> int:
    """Return how many nodes there are below a node, repeated ones counted again.

    Args:
        node: Where to start.
        known: Results so far by the node's identity; nothing while a node is being counted.
    """
    if id(node) not in known:
        known[id(node)] = None
        known[id(node)] = 1 + sum(_written_out(child, known) for child in _children(node))
    count = known[id(node)]
    if count is None:
        raise ValueError("an alias (*) stands inside the very part that it repeats")
    return count


def _children(node: yaml.Node) -> list[yaml.Node]:
    match node:
        case yaml.MappingNode():
            return [part for pair in node.value for part in pair]
        case yaml.SequenceNode():
            return list(node.value)
        case _:
            return []
