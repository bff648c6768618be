"""A web worker's end is its parent's business: it neither outlives the server that started it nor ends before it is told to."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess

_LAST_SECONDS = 5.0


def follow_parent() -> None:
    """From now on this process ends, in good order, when the one that started it is gone, whatever ended that one.

    A worker left alone would go on serving its port, unseen. Only for what multiprocessing started, as granian does with
    its workers; elsewhere it does nothing.
    """
    if parent := multiprocessing.parent_process():
        # Ctrl-C reaches every process of the terminal. A worker of granian that is told twice to end, by it and by its
        # parent, may never end at all.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        threading.Thread(target=_end_after, args=(parent,), name="parent-watch", daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(_LAST_SECONDS)
    os._exit(1)  # it does not end by itself, and there is nobody left to end it
