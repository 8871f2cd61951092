"""The words that every context shares; pure, and small on purpose."""
