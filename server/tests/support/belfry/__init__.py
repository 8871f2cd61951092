"""Two throw-away contexts that are built like real ones: a tower rings, a parish hears; with all that can go wrong."""
