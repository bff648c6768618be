"""Mutation testing of the modules where a silent change would hurt somebody: `make mutate`."""
