"""Where every keg came from and every lot went."""
