"""What a browser would send back of a form that it was shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class Fields(HTMLParser):
    """The fields of one form, as name and value, in their order; what is in a <template> is no field."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.templates = form, False, 0
        self.found: list[tuple[str, str]] = []
        self.text: str | None = None
        self.select: str | None = None
        self.resolve = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Collect what carries a value."""
        named = {key: value or "" for key, value in attributes}
        if tag == "form":
            self.inside = named.get("id") == self.form or (not self.form and "method" in named)
        self.templates += tag == "template"
        if not self.inside or self.templates:
            return
        name = named.get("name", "")
        if tag == "input" and name:
            is_box = named.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in named:
                self.found.append((name, named.get("value", "on" if is_box else "")))
        elif tag == "button" and name == "resolve":
            self.resolve = named["value"]
        elif tag == "textarea":
            self.text = ""
            self.found.append((name, ""))
        elif tag == "select":
            self.select = name
            self.found.append((name, ""))
        elif tag == "option" and self.select and "selected" in named:
            self.found[-1] = (self.select, named.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        self.templates -= tag == "template"
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        """The text of a textarea; its first line end belongs to the markup."""
        if self.text is not None and self.inside and not self.templates:
            self.text += data
            self.found[-1] = (self.found[-1][0], self.text.removeprefix("\n"))


def choice_of(response: Any, **changes: Any) -> dict[str, Any]:
    """Return what the button below two versions sends."""
    reader = Fields("part-form")
    reader.feed(response.content.decode())
    return fields_of(response, **changes) | {"resolve": [reader.resolve]}


def fields_of(response: Any, form: str = "part-form", **changes: Any) -> dict[str, Any]:
    """Return the fields of a page's form with some changed; None takes a field out."""
    reader = Fields(form)
    reader.feed(response.content.decode())
    fields: dict[str, Any] = {}
    for name, value in reader.found:
        fields.setdefault(name, []).append(value)
    changed = {name: value if isinstance(value, list) else [value] for name, value in changes.items()}
    return {name: value for name, value in {**fields, **changed}.items() if value != [None]}
