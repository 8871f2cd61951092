"""What the demo brewery has, and what happened there; no company, person or tax id in it exists."""
