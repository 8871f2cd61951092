"""The platform's own tables, migrated in every context's database beside the context's."""
