"""The wire: commands, queries, problems, pages."""
