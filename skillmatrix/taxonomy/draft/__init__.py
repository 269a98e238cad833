"""The draft: `state.load()` reads it, `actions` change it, `operations` compute what a larger change does."""
