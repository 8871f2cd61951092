"""How the kernel's words meet the world: databases, messages, HTTP, people."""
