"""Exits a granian worker when its master process dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess

_LAST_SECONDS = 5.0


def follow_parent() -> None:
    """Starts a watch that sends this process SIGTERM once its parent is gone: an orphan would go on
    serving the port.

    Only in processes started by multiprocessing, as granian's workers are; elsewhere it does
    nothing.
    """
    if parent := multiprocessing.parent_process():
        # Ctrl-C reaches every process of the terminal. A worker of granian that is told twice to
        # end, by it and by its parent, may never end at all.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        threading.Thread(
            target=_end_after, args=(parent,), name="parent-watch", daemon=True
        ).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_LAST_SECONDS)
    os._exit(1)  # it does not end by itself, and there is nobody left to end it
