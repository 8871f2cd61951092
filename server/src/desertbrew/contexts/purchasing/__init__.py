"""Whom the brewery buys from."""
