"""A form that is too large is refused before any of it is stored, whoever sends it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from skillmatrix.web import uploads


def test_a_file_larger_than_any_page_takes_is_refused_to_anybody(client, db, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    file = SimpleUploadedFile("people.csv", b"x" * 2000)
    assert client.post("/accounts/login/", {"login": "a@example.com", "file": file}).status_code == 400
