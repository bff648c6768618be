"""What a parent is left with when a process is killed: the real program, real signals, real texts
over HTTP."""
