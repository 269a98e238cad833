"""The sheet for a 1-1: one page on which both see where somebody stands, what moved, and what comes next."""
