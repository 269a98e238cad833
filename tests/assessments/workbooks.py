"""XLSX files for tests, as small as they can be, and as bad."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def zipped(**parts: str | bytes) -> bytes:
    """A ZIP of these parts; two underscores stand for a slash, one for a dot at the end."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def workbook(rows: Sequence[Sequence[str | float]], head: str = HEAD) -> bytes:
    """Texts as shared ones, numbers as they are; a text that begins with "=" as a formula with an old value."""
    texts: list[str] = []
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{chr(65 + column)}{number}", value, texts) for column, value in enumerate(row)
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    sheet = f"{head}<worksheet {SPACE}><sheetData>{''.join(lines)}</sheetData></worksheet>"
    shared = "".join(f"<si><r><t>{escape(text)}</t></r><rPh><t>aloud</t></rPh></si>" for text in texts)
    return zipped(
        **{
            "xl/workbook.xml": f"{HEAD}<workbook {SPACE}/>",
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": f"{HEAD}<sst {SPACE}>{shared}</sst>",
        }
    )


def _cell(place: str, value: str | float, texts: list[str]) -> str:
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{place}"><f>{escape(value[1:])}</f><v>3</v></c>'
    if isinstance(value, str):
        texts.append(value)
        return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'
