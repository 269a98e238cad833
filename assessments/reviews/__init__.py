"""What a review shows and what comes of it: `agreement` and `comparing` are pure, `desk` reads, `cards` says it."""
