"""Stages that only a call has: keys, the line itself, what a recogniser wrote, and silence."""
