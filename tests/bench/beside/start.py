"""What a start of a web process costs: CPU seconds until it answers, and its memory then."""

from __future__ import annotations

from pathlib import Path

from tests.bench.servers import Server, family, used


def measured(server: Server) -> str:
    """Of the process that answers, just after it was started and has answered once."""
    worker = family(server.pid)[-1]
    status = Path(f"/proc/{worker}/status").read_text("ascii")
    kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    return (
        f"A web process starts in [bold]{used(worker):.2f}[/bold] s of CPU and then holds"
        f" [bold]{kib / 1024:.0f}[/bold] MiB."
    )
