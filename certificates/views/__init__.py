"""Pages about certificates."""
