"""What the brewery has, in which lots, and what each lot has cost."""
