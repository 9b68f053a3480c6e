"""The Barabai demo: an invented year, lived through by the real verbs with the clock set back."""
