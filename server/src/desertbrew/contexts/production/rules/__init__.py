"""Production's pure decisions: no clock, no SQL, no framework."""
