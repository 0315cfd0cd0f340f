"""Files, functions and signatures stay small enough to read, and names say something."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for folder in ("src", "tests", "bench") for path in (ROOT / folder).rglob("*.py")
)
MAX_LINES, MAX_FUNCTION, MAX_PARAMETERS, MAX_ENTRIES = 300, 50, 6, 16
EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"}

Function = ast.FunctionDef | ast.AsyncFunctionDef

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


def _parameters(function: Function) -> list[str]:
    spec = function.args
    named = [arg.arg for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    starred = [arg.arg for arg in (spec.vararg, spec.kwarg) if arg]
    return [name for name in named if name not in ("self", "cls")] + starred


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


@every_file
def test_a_file_stays_readable(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= MAX_LINES, f"{lines} lines: split it by meaning"


@every_file
def test_functions_stay_small(path: Path) -> None:
    faults = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, Function):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > MAX_FUNCTION:
            faults.append(f"{path.name}:{node.lineno}: {node.name} has {length} lines")
        if len(parameters := _parameters(node)) > MAX_PARAMETERS:
            faults.append(f"{path.name}:{node.lineno}: {node.name} takes {len(parameters)}")
    assert not faults


@every_file
def test_names_say_something(path: Path) -> None:
    classes = [
        n.name for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ClassDef)
    ]
    names = [*path.relative_to(ROOT).with_suffix("").parts, *classes]
    assert not [name for name in names if _words(name) & EMPTY_WORDS]


def test_the_package_stays_a_handful_of_parts() -> None:
    entries = [p.name for p in (ROOT / "src/lionrock").iterdir() if p.name != "__pycache__"]
    assert len(entries) <= MAX_ENTRIES, sorted(entries)


def test_the_measures_see_a_fault() -> None:
    source = "class A:\n def f(self, a, /, b, *c, d=1, **e): ...\n"
    function = next(n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef))
    assert _parameters(function) == ["a", "b", "d", "c", "e"]
    assert _words("HTTPManager_utils") & EMPTY_WORDS == {"manager", "utils"}
    assert FILES
