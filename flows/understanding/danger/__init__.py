"""The rules for danger: their phrases, compiled. What the learned ear hears stands in `learned`."""
