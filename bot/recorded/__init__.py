"""Recorded voices: audio named after the prompts, played where there is one."""
