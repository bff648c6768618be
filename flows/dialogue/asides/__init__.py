"""Questions in between, which keep the place: how they are asked and left, and what their answers
lead to."""
