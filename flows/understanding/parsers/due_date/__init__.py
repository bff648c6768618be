"""When the baby is due."""
