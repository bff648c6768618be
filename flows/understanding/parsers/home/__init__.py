"""Who lives at home, what they earn, and which benefits they have."""
