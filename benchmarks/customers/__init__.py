"""A scripted population that talks to the running product, and what came of it."""
