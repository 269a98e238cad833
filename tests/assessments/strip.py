"""Stands in for what roadmaps tells after a rating, so that these tests need no room to the right."""


def strip(request, *, taxonomy, before, after, today):
    """The two revisions, out of band."""
    return f'<div id="consequences" hx-swap-oob="true">from {before.revision} to {after.revision}</div>'
