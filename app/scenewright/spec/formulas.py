"""Formulas over named numbers: read with Python's grammar, of which only arithmetic is let through; never run."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache

_DEEPEST = 40

_OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,  # refuses what ** would answer with a complex number or a huge integer
}

_COMPARISONS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}

FUNCTIONS: Mapping[str, Callable[..., float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "cos_deg": lambda angle: math.cos(math.radians(angle)),
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "max": max,
    "min": min,
    "round": round,
    "sin_deg": lambda angle: math.sin(math.radians(angle)),
    "sqrt": math.sqrt,
    "tan_deg": lambda angle: math.tan(math.radians(angle)),
}
"""What a formula may call; angles are in degrees, as everywhere in a project."""


def formula_names(text: str) -> frozenset[str]:
    """Return the names of the numbers that a formula uses.

    Raises:
        ValueError: It is no formula, in words.
    """
    return frozenset(
        node.id for node in ast.walk(_parsed(text)) if isinstance(node, ast.Name) and node.id not in FUNCTIONS
    )


def formula_value(text: str, numbers: Mapping[str, float]) -> float:
    """Compute a formula.

    Args:
        text: The formula.
        numbers: Every name that `formula_names` gives.

    Raises:
        ValueError: It has no value for these numbers, as a division by zero, in words.
    """
    try:
        value = float(_value(_parsed(text).body, numbers))
    except (ArithmeticError, ValueError, TypeError) as error:
        raise ValueError(f"'{text}' cannot be computed: {error}") from error
    if not math.isfinite(value):
        raise ValueError(f"'{text}' cannot be computed: the result is not finite")
    return value


@lru_cache(1024)
def _parsed(text: str) -> ast.Expression:
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f"'{text}' is no formula: write arithmetic such as '0.5 * height + 0.1'") from error
    _check(tree.body, text, 0)
    return tree


def _check(node: ast.AST, text: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"'{text}' is nested too deeply: split it into variables")
    match node:
        case ast.Constant(value=value) if isinstance(value, int | float) and not isinstance(value, bool):
            parts: list[ast.AST] = []
        case ast.Name():
            parts = []
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            parts = [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            parts = [operand]
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in FUNCTIONS:
            parts = list(arguments)
        case ast.IfExp(test=ast.Compare(left=left, ops=[op], comparators=[right]), body=body, orelse=orelse) if (
            type(op) in _COMPARISONS
        ):
            parts = [left, right, body, orelse]
        case _:
            known = ", ".join(FUNCTIONS)
            raise ValueError(
                f"'{text}' holds what a formula may not: use numbers, variables, + - * / % **, 'a if b > c else d', "
                f"and {known}"
            )
    for part in parts:
        _check(part, text, depth + 1)


def _value(node: ast.AST, numbers: Mapping[str, float]) -> float:
    match node:
        case ast.Constant(value=int(value)) | ast.Constant(value=float(value)):
            return float(value)
        case ast.Name(id=name):
            return numbers[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _OPERATORS[type(op)](_value(left, numbers), _value(right, numbers))
        case ast.UnaryOp(op=op, operand=operand):
            value = _value(operand, numbers)
            return -value if isinstance(op, ast.USub) else value
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return FUNCTIONS[name](*(_value(argument, numbers) for argument in arguments))
        case ast.IfExp(test=ast.Compare(left=left, ops=[op], comparators=[right]), body=body, orelse=orelse):
            holds = _COMPARISONS[type(op)](_value(left, numbers), _value(right, numbers))
            return _value(body if holds else orelse, numbers)
        case _:
            raise AssertionError(ast.dump(node))  # _check let through what is not computed
