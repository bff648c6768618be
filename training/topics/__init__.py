"""The sentences that the learned topics are trained on, and their reader."""

from training.topics.topic_sentences import read, read_groups

__all__ = ["read", "read_groups"]
