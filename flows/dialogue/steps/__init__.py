"""Standing at a step: moving, asking, taking an answer, settling at the next wait; nothing that is
one channel's alone."""
