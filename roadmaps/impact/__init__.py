"""What publishing a draft would do to people, counted before it is done, and told without showing anybody."""

from roadmaps.impact.counting import sentences

__all__ = ["sentences"]
