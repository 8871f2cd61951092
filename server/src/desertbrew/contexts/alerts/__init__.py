"""What is wrong now, who takes care of it, and whom to tell."""
