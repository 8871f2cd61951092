"""Pure decisions of security: secrets worth keeping, guesses, sessions, who may change whom."""
