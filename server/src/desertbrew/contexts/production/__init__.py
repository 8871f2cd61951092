"""Production: recipes, batches and what a beer costs to make."""
