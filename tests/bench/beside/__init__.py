"""What `make bench` tells beside requests a second: kinds of text, the start, a busy disk."""
