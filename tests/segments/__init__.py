"""What conversations cost in segments, path by path, in both languages."""
