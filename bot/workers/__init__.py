"""The loops of the worker process: archiver, sender, sweeper, erasure and retention.

Each is a consumer of streams or a timer; a use case it calls lives in its own room.
"""
