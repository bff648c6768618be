"""Trains the learned ear from the sentences in `training/data`. Not needed to run: what is needed
is `flows/intake/ear.bin`."""
