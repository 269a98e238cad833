"""The development plan: goals beside the computed roadmap, what to learn from, reminders, and comments."""
