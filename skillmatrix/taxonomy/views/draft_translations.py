"""The texts of the draft in another language, some at a time, each beside its original."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from skillmatrix.taxonomy.draft import actions
from skillmatrix.taxonomy.draft.state import Draft
from skillmatrix.taxonomy.forms.settings import LANGUAGE, LONGEST_LANGUAGE
from skillmatrix.taxonomy.parts import TRANSLATIONS
from skillmatrix.taxonomy.texts import originals
from skillmatrix.taxonomy.views.draft_frame import frame
from skillmatrix.taxonomy.views.pieces import Met, Piece, save
from skillmatrix.taxonomy.views.settings_parts import surroundings
from skillmatrix.web.paging import page_of
from skillmatrix.web.requests import AppRequest
from skillmatrix.web.responses import redirect_to, render_page

TEXTS_A_PAGE = 40
LONGEST_QUERY = 100


def texts_in(language: str, paths: list[str]) -> Piece:
    """Some texts of one language; whoever translates others is not in the way."""

    def one(translations: Any) -> dict[str, str]:
        there = (translations or {}).get(language, {})
        return {path: there[path] for path in paths if path in there}

    def put(translations: Any, said: dict[str, str]) -> Any:
        there = (translations or {}).get(language, {})
        kept = {path: text for path, text in there.items() if path not in paths}
        after = {**translations, language: {**kept, **said}}
        return {name: texts for name, texts in after.items() if texts}

    return Piece(TRANSLATIONS, one, put)


def edit(request: AppRequest, draft: Draft) -> HttpResponse:
    """A page of texts; `language` chooses the language, `q` and `missing` narrow the list."""
    language = request.GET.get("language", "").strip()
    known = list(draft.parts[TRANSLATIONS])
    context: dict[str, Any] = {"into": language, "known": known}
    if not language:
        return _page(request, draft, context)
    own = draft.content["language"]
    if not LANGUAGE.fullmatch(language) or len(language) > LONGEST_LANGUAGE or language == own:
        problem = _(
            "Write a language tag such as de or pt-BR, other than that of the taxonomy itself (%(own)s)."
        )
        return _page(request, draft, context | {"problem": problem % {"own": own}}, 422)
    page = page_of(_wanted(draft, language, request.GET), request.GET.get("page"), TEXTS_A_PAGE)
    paths = [path for path, _text in page.rows]
    if request.method == "POST":
        # The texts of the form, wherever the list ends by now.
        sent = [path.removeprefix("text:") for path in request.POST if path.startswith("text:")]
        there = dict(originals(draft.content))
        return _save(request, draft, language, [path for path in sent if path in there], context)
    context |= _rows(draft, language, paths, texts_in(language, paths).of(draft)) | {"page": page}
    return _page(request, draft, context | {"seen": texts_in(language, paths).mark(draft)})


def _wanted(draft: Draft, language: str, query: QueryDict) -> list[tuple[str, str]]:
    words = query.get("q", "").replace("\0", "").casefold()[:LONGEST_QUERY].split()
    there = draft.parts[TRANSLATIONS].get(language, {})
    found = originals(draft.content)
    return [
        (path, text)
        for path, text in found
        if all(word in f"{path} {text} {there.get(path, '')}".casefold() for word in words)
        and not (query.get("missing") and path in there)
    ]


def _rows(draft: Draft, language: str, paths: list[str], texts: dict[str, str]) -> dict[str, Any]:
    there = dict(originals(draft.content))
    return {"rows": [(path, there[path], texts.get(path, "")) for path in paths]}


def _save(
    request: AppRequest, draft: Draft, language: str, paths: list[str], context: dict[str, Any]
) -> HttpResponse:
    typed = {path: request.POST.get(f"text:{path}", "").replace("\r\n", "\n").strip() for path in paths}
    piece = texts_in(language, paths)
    summary = _("Translations to %(language)s changed") % {"language": language}
    seen = request.POST.get("seen", "")
    said = {path: text for path, text in typed.items() if text}
    context |= _rows(draft, language, paths, typed)
    try:
        save(piece, said, seen=seen, summary=summary, by=request.user)
    except Met as met:
        return _page(request, met.draft, context | {"met": met.meeting, "seen": piece.mark(met.draft)}, 409)
    except actions.BadPart as bad:
        return _page(request, draft, context | {"problem": str(bad), "seen": seen}, 422)
    messages.success(request, _("%(summary)s, in the draft.") % {"summary": summary})
    return redirect_to(request, request.get_full_path())


def _page(request: AppRequest, draft: Draft, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {
        **frame(request, draft, "settings"),
        **surroundings("translations"),
        "query": request.GET.get("q", "")[:LONGEST_QUERY],
        "missing": bool(request.GET.get("missing")),
        **context,
    }
    return render_page(request, "taxonomy/edit_translations.html", context, status=status)
