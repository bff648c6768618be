"""Mutants of a module: one small change of its syntax tree each, in a fixed order."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import NamedTuple

SWAPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
# What only tells somebody who reads the logs.
SILENT = ("log.",)


class Mutant(NamedTuple):
    """`where` is the function, `was` and `became` are the changed source, `tree` the whole
    module."""

    line: int
    where: str
    was: str
    became: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return f"{self.where}: {self.was} -> {self.became}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of the module. Annotations, docstrings, log lines and what runs at import are
    left alone."""
    tree = ast.parse(source)
    for where, function in _functions(tree):
        for node in _within(function):
            for change in _changes(node):
                mutant = _mutant(tree, node, change)
                if mutant:
                    yield Mutant(getattr(node, "lineno", 0), where, *mutant)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _within(function: ast.FunctionDef) -> Iterator[ast.AST]:
    ahead: list[ast.AST] = list(reversed(function.body))
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.Expr) and ast.unparse(node).startswith(SILENT):
            continue
        yield node
        skipped = {"annotation", "returns", "exc", "cause", "msg"}
        for name, field in reversed(list(ast.iter_fields(node))):
            if name not in skipped:
                found = field if isinstance(field, list) else [field]
                ahead += [each for each in reversed(found) if isinstance(each, ast.AST)]


Change = Callable[[ast.AST], ast.AST | None]


def _changes(node: ast.AST) -> Iterator[Change]:
    """What may be done to a copy of this node; None takes a statement away."""
    match node:
        case ast.Compare(ops=ops):
            for i in range(len(ops)):
                yield lambda it, i=i: _swap(it, i)
        case ast.BoolOp():
            yield lambda it: _with(it, op=ast.Or() if isinstance(it.op, ast.And) else ast.And())  # type: ignore[attr-defined]
        case ast.UnaryOp(op=ast.Not()):
            yield lambda it: it.operand  # type: ignore[attr-defined]
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            yield lambda it: _with(it, op=ast.Sub() if isinstance(it.op, ast.Add) else ast.Add())  # type: ignore[attr-defined]
        case ast.If() | ast.IfExp():
            yield lambda it: _with(it, test=ast.Constant(False))
        case ast.Constant(value=bool()):
            yield lambda it: ast.Constant(not it.value)  # type: ignore[attr-defined]
        case ast.Constant(value=int() | float()):
            yield lambda it: ast.Constant(it.value + 1)  # type: ignore[attr-defined]
        case ast.Expr(value=ast.Call()):
            yield lambda it: ast.Pass()
        case ast.Return(value=ast.Call() | ast.Name() | ast.Tuple()):
            yield lambda it: _with(it, value=ast.Constant(None))


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _swap(node: ast.AST, i: int) -> ast.AST:
    assert isinstance(node, ast.Compare)
    node.ops[i] = SWAPPED[type(node.ops[i])]()
    return node


def _mutant(tree: ast.Module, node: ast.AST, change: Change) -> tuple[str, str, ast.Module] | None:
    """The changed module; nothing where the change is none."""
    memo: dict[int, object] = {}
    module = copy.deepcopy(tree, memo)
    target = memo[id(node)]
    assert isinstance(target, ast.AST)
    was = _head(node)
    new = change(target)
    if new is None or (became := _head(new)) == was:
        return None
    if new is not target:
        module = _Replace(target, new).visit(module)
    return was, became, ast.fix_missing_locations(module)


def _head(node: ast.AST) -> str:
    """The source of a node; of a statement with a body its first line."""
    return ast.unparse(node).splitlines()[0]


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, ast.copy_location(new, old)

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else self.generic_visit(node)
