"""One or several of a list, yes and no, and kinds of answers that are chosen in own words."""
