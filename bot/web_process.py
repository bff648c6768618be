"""What the server loads in each of its processes."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.process.front import Front


def front() -> Front:
    """The app behind its front. Nothing that a start makes is garbage: the collector only begins
    after it, and leaves all of that alone."""
    gc.disable()
    try:
        from bot.app import front as made

        app = made()
    finally:
        gc.enable()
    return app
