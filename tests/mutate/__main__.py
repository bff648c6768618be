"""`make mutate`: changes one thing at a time and runs the tests that must notice.

Without `--all` it takes a spread of each module's mutants, as many as fit into `--seconds`. Fails
if fewer than 90 % are noticed, or if one lives that `survivors.yaml` does not explain.
"""

from __future__ import annotations

import argparse
import ast
import importlib.abc
import importlib.machinery
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from tests.mutate.mutants import Mutant, mutants
from tests.mutate.targets import TARGETS, survivors

ROOT = Path(__file__).parents[2]
LEAST = 0.9
# So many times as long as the unchanged tests took; a mutant that takes longer has been noticed.
PATIENCE = 4.0


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports one module from a changed tree."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self._name, self._path, self._tree = name, path, tree

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, origin=str(self._path))

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._path)
        exec(compile(self._tree, str(self._path), "exec"), module.__dict__)


def run(
    path: str, tree: ast.Module | None, tests: Sequence[str], patience: float
) -> tuple[bool, float]:
    """Whether the tests pass, in a process of their own, and how many seconds they took; one that
    hangs does not pass."""
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        _be_quiet()
        if tree:
            name = path.removesuffix(".py").replace("/", ".")
            sys.meta_path.insert(0, _Finder(name, ROOT / path, tree))
        import pytest

        code = pytest.main(
            ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:randomly", *tests]
        )
        os._exit(int(code))
    return _wait(child, began, patience) == 0, time.monotonic() - began


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _wait(child: int, began: float, patience: float) -> int:
    while time.monotonic() - began < patience:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def spread(found: Sequence[Mutant], count: int) -> Sequence[Mutant]:
    """So many of them, evenly over the module."""
    step = max(1.0, len(found) / count) if count else 1.0
    return [found[int(i * step)] for i in range(min(len(found), int(len(found) / step)))]


def main() -> int:
    options = _options()
    os.chdir(ROOT)
    known = survivors()
    chosen = {
        path: tests
        for path, tests in TARGETS.items()
        if not options.module or options.module in path
    }
    killed = lived = 0
    unexplained: list[str] = []
    for path, tests in chosen.items():
        passed, unchanged = run(path, None, tests, 600)
        if not passed:
            print(f"{path}: its tests fail without any change")
            return 1
        found = list(mutants((ROOT / path).read_text("utf-8")))
        most = (
            len(found)
            if options.all
            else int(options.seconds / len(chosen) / (unchanged + 0.2)) or 1
        )
        for mutant in spread(found, min(most, len(found))):
            passed, _ = run(path, mutant.tree, tests, 5 + unchanged * PATIENCE)
            killed, lived = killed + (not passed), lived + passed
            if passed:
                reason = known.get(path, {}).get(mutant.name, "")
                unexplained += [] if reason else [f"{path}:{mutant.line}: {mutant.name}"]
                print(
                    f"lives  {path}:{mutant.line}:"
                    f" {mutant.name}{f'  ({reason})' if reason else ''}",
                    flush=True,
                )
        print(f"{path}: {min(most, len(found))} of {len(found)} mutants tried", flush=True)
    share = killed / (killed + lived)
    print(
        f"{killed} of {killed + lived} noticed ({share:.0%}); {len(unexplained)} live without a"
        " reason"
    )
    return int(share < LEAST or bool(unexplained))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("--all", action="store_true", help="every mutant of every module")
    parser.add_argument(
        "--seconds", type=float, default=600, help="about how long it may take (default 600)"
    )
    parser.add_argument("--module", default="", help="only modules whose path holds this")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
