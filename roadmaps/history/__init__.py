"""How somebody came to stand where they stand: what was said, how it moved, and why."""
