"""How we speak HTTP and htmx. Knows no model and imports no other room."""
