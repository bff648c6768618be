"""The repository checks itself."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.config.declared import REQUIRED, Setting
from bot.config.settings import SETTINGS
from flows.dialogue.order import ORDER
from flows.model.inputs import Text
from tests.playing.rows import rows

ROOT = Path(__file__).parent.parent
CODE = [
    path
    for folder in ("flows", "bot", "webhooks", "staff", "simulator")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


@rows("path", CODE)
def test_no_module_is_over_250_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250


@rows("path", TESTS)
def test_no_test_is_over_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_no_folder_has_more_modules_than_a_reader_takes_in() -> None:
    """About a dozen, beside its `__init__`; what is more belongs into a folder with a name."""
    beside = Counter(
        path.parent.relative_to(ROOT)
        for path in [*CODE, *TESTS]
        if path.stem not in UNNAMED and path.parent.name != "versions"
    )
    assert {str(folder): many for folder, many in beside.items() if many > 13} == {}


# What a name alone cannot tell apart: packages, fixtures, what `python -m` runs, the archive's
# history.
UNNAMED = ("__init__", "__main__", "conftest")


def test_no_module_has_the_name_of_another() -> None:
    """A stranger who looks for a word finds one file."""
    named: dict[str, list[str]] = {}
    for path in [*CODE, *TESTS, *sorted((ROOT / "training").rglob("*.py"))]:
        if path.stem not in UNNAMED and path.parent.name != "versions":
            named.setdefault(path.stem, []).append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


def test_imports_point_one_way() -> None:
    told = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout


def row(setting: Setting) -> str:
    production = "**required**" if setting.production is REQUIRED else _code(setting.production)
    return f"| `{setting.name}` | {_code(setting.development)} | {production} | {setting.does} |"


def _code(text: str | None) -> str:
    return f"`{str(text).replace(str(ROOT) + '/', '')}`" if text else ""


def test_the_readme_lists_every_setting_as_it_is() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    listed = re.search(r"<!-- settings: begin -->\n(.*)<!-- settings: end -->", readme, re.DOTALL)
    assert listed
    assert listed[1].strip().splitlines()[2:] == [row(setting) for setting in SETTINGS]


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("requirements*.lock")), ids=lambda path: path.name
)
def test_a_lock_pins_by_hash_and_names_no_index(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "==" in text
    assert not re.search(r"index-url|find-links|https?://|file:", text)
    for requirement in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]


def test_every_file_that_the_readme_points_at_is_there() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    linked = re.findall(r"\]\(([\w./-]+)\)", readme) + re.findall(
        r"`((?:flows|bot|tests|docs)/[\w./-]+\w)`", readme
    )
    assert not [path for path in linked if not (ROOT / path).exists()]


def test_no_module_knows_a_language_by_its_code() -> None:
    """A language is a folder of the data; only the demo's made-up people and the parsers' words are
    in code."""
    exempt = (ROOT / "bot" / "demo", ROOT / "flows" / "understanding" / "parsers")
    codes = "|".join(
        path.parent.name for path in (ROOT / "flows" / "intake").glob("*/language.yaml")
    )
    named = re.compile(rf"""["']({codes})["']""")
    asked = [path for path in CODE if not any(path.is_relative_to(each) for each in exempt)]
    assert not [
        str(path.relative_to(ROOT)) for path in asked if named.search(path.read_text("utf-8"))
    ]


PAGES = (
    "README.md",
    *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.md"))),
)


def test_every_path_in_the_pages_is_there() -> None:
    missing = []
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        for path in re.findall(
            r"`((?:flows|bot|webhooks|staff|simulator|tests|docs)/[\w./<>-]*)`", text
        ):
            if "<" not in path and not (ROOT / path).exists():
                missing.append(f"{page}: {path}")
    assert missing == []


def test_the_way_of_a_text_is_the_table_of_stages() -> None:
    """The stages that are drawn are those of the table, in its order; the table may have more of
    them."""
    page = (ROOT / "docs/for-maintainers.md").read_text("utf-8")
    drawn = re.search(
        r"deals? with it\n(.*?)\ndialogue\.steps", page.replace("has dealt", "deals"), re.DOTALL
    )
    assert drawn
    names = [name.strip() for name in re.split(r"[,\n]", drawn[1]) if name.strip()]
    stages = [stage.name for stage in ORDER if Text in stage.of]
    assert [name for name in stages if name in names] == names


def test_each_term_of_the_glossary_stands_once() -> None:
    page = (ROOT / "docs/glossary.md").read_text("utf-8")
    terms = re.findall(r"^\| ([A-Z][^|]*?) \|", page, re.MULTILINE)
    assert len(terms) == len(set(terms)) > 50
