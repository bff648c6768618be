"""The bench runs and tells the ratios. What it measures is never a test."""

from __future__ import annotations

import re

from click.testing import CliRunner

from tests.bench.__main__ import main


def test_a_quick_bench_runs_and_prints_the_ratios() -> None:
    ran = CliRunner().invoke(main, ["--quick", "--only", "turns"], catch_exceptions=False)
    assert ran.exit_code == 0
    told = re.sub(r"\s+", " ", ran.output)
    assert re.search(r"A whole durable turn serves \d+\.\d\d of the floor's", told)
    assert re.search(
        r"A turn of a call serves \d+\.\d\d of the floor's .* and \d+\.\d\d of a text's", told
    )
    assert re.search(
        r"With Redis it costs \d+\.\d\d of the floor's CPU and \d+\.\d\d of the plain", told
    )
    assert "a rambling first text" in told
    assert re.search(r"collections of garbage on these turns' way, the longest \d+\.\d ms", told)
    assert re.search(r"starts in \d+\.\d\d s of CPU and then holds \d+ MiB", told)
    assert re.search(r"While the disk is busy .* \d+\.\d\d% outage replies", told)
