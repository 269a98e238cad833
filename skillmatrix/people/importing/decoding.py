"""Bytes of unknown encoding into text, the way spreadsheets save them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class NotAList(ValueError):
    """This cannot be read as a list of people at all; the text says what to save it as."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, and what its author should look at because we had to guess."""

    text: str
    note: str = ""


def decode(data: bytes) -> Decoded:
    """Read UTF-8, UTF-16 or UTF-32 by mark or by shape, and anything else as Windows-1252, with a note.

    Raises NotAList for more than 5 MB and for what is no text.
    """
    if len(data) > MOST_BYTES:
        raise NotAList(
            _("This file is larger than 5 MB. Split it, or leave out columns that are not needed.")
        )
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAList(_("This is a spreadsheet file. Save it as CSV (UTF-8) and choose that file."))
    found = _decoded(data)
    if "\0" in found.text:
        raise NotAList(_("This is not a text file. Save the list as CSV (UTF-8) and choose that file."))
    return found


def _decoded(data: bytes) -> Decoded:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _by_shape(data)
    try:
        return Decoded(data.decode(encoding or "utf-8"))
    except UnicodeDecodeError:
        if encoding:
            raise NotAList(
                _("This file is damaged: its encoding breaks off. Save it again as CSV (UTF-8).")
            ) from None
    return Decoded(
        data.decode("cp1252", errors="replace"),
        _(
            "This file is not in UTF-8. It was read as Western European: check names with accents before you add them."
        ),
    )


def _by_shape(data: bytes) -> str:
    """UTF-16 without a mark shows itself by a zero in every other byte of Western text."""
    head = data[:2000]
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if len(head) >= 4 and odd > len(head) * 0.4:
        return "utf-16-le"
    if len(head) >= 4 and even > len(head) * 0.4:
        return "utf-16-be"
    return ""
