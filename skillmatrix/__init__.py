"""The ground everyone stands on, and the front door."""
