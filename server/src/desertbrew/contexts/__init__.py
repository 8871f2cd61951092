"""The business, one folder each, all alike."""
