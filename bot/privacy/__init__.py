"""A person's data as a whole: copy, erasure with tombstones, legal holds, retention, the log of
exports."""
