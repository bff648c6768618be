"""The bench runs and tells the ratio. What it measures is never a test."""

from __future__ import annotations

import re

from click.testing import CliRunner

from tests.bench.__main__ import main


def test_a_quick_bench_runs_and_prints_the_ratio() -> None:
    ran = CliRunner().invoke(main, ["--quick"], catch_exceptions=False)
    assert ran.exit_code == 0
    assert re.search(r"serves \d+\.\d\d of the floor's", ran.output)
