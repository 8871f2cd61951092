"""Desert Brew OS: what a craft brewery runs on, from malt to glass."""

__version__ = "0.1.0"
