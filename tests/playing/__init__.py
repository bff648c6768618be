"""Playing conversations: the people who text and call, the desks they reach, and rows of data."""
