"""Lists of people as people really paste and save them; no database."""

import pytest

from skillmatrix.people.importing import Known, NotAList, check, decode, read
from skillmatrix.people.importing.decoding import MOST_BYTES

LIST = "name,email,team,lead\nZoë Ångström,zoe@example.com,Core,yes\nMia,MIA@example.com,Core,\n"
KNOWN = Known(
    active={"old@example.com": True, "gone@example.com": False, "boss@example.com": True},
    team_of={"old@example.com": "core", "boss@example.com": "top"},
    lead_of={"core": "boss@example.com"},
    above={"core": "top", "top": None, "edge": None},
)


def problems(text, known=KNOWN, *, creates_teams=False):
    table = read(text)
    return [
        (p.line, p.column)
        for p in (*table.problems, *check(table.rows, known, creates_teams=creates_teams).problems)
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_every_encoding_a_spreadsheet_writes(encoding):
    found = decode(LIST.encode(encoding))
    rows = read(found.text).rows
    assert [row.name for row in rows] == ["Zoë Ångström", "Mia"]
    assert bool(found.note) is (encoding in ("cp1252", "latin-1"))


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04xlsx", b"\xd0\xcf\x11\xe0xls", b"a\0\0b\0\0\0c" * 9, b"\xff\xfea", b"x" * (MOST_BYTES + 1)],
)
def test_what_is_no_text_is_refused_with_what_to_do(data):
    with pytest.raises(NotAList):
        decode(data)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(separator, newline):
    rows = read(LIST.replace(",", separator).replace("\n", newline)).rows
    assert [(row.line, row.email, row.team, row.lead) for row in rows] == [
        (2, "zoe@example.com", "Core", "yes"),
        (3, "mia@example.com", "Core", ""),
    ]


def test_the_first_line_of_excel_is_skipped_and_counted():
    assert read("sep=;\nname;email\nA;a@example.com\n").rows[0].line == 3


def test_columns_in_any_order_and_by_other_names():
    table = read("Department;E-Mail;Full name;Badge\nCore;a@example.com;Ann;17\n")
    assert (table.rows[0].team, table.rows[0].name) == ("Core", "Ann")
    assert "badge" in table.notes[0]


def test_without_a_header_the_columns_are_taken_in_order():
    table = read("Ann,a@example.com,Core\nBo,b@example.com\n")
    assert [(row.line, row.name, row.team) for row in table.rows] == [(1, "Ann", "Core"), (2, "Bo", "")]
    assert table.notes


def test_rows_are_numbered_as_a_spreadsheet_does_even_after_line_breaks_in_cells():
    table = read('name,email\n\n"A\nB",a@example.com\n\nC,c@example.com\n')
    assert [(row.line, row.name) for row in table.rows] == [(3, "A B"), (6, "C")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(0, "")]),
        ("name,email\n", [(0, "")]),
        ("name;team\nA;B\n", [(1, "email")]),
        ("email,email,name\n", [(1, "email")]),
        ("name,email,team\nA,a@example.com\n", [(2, "")]),
        ("name,email\nA,a@example.com,surplus\n", [(2, "")]),
        ('name,email\nA,a@example.com\n"B,b@example.com\n', [(3, "")]),
        ('name,email\n"A"x,a@example.com\n', [(2, "")]),
        (",".join(["name", "email", *"x" * 60]) + "\n", [(1, "")]),
        ("name,email\nA," + "x" * 200_000 + "\n", [(2, "")]),
    ],
)
def test_lists_that_cannot_be_read(text, expected):
    assert problems(text) == expected


def test_too_many_rows():
    text = "name,email\n" + "".join(f"P,p{n}@example.com\n" for n in range(10_001))
    assert problems(text) == [(10_002, "")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,a@example.com,Core,", []),
        ("A,a@example.com,core,", []),
        ("A,a@example.com,Edge,yes", []),
        ("A,a@example.com,Core,boss@example.com", []),
        (",a@example.com,,", [(2, "name")]),
        ("A,nonsense,,", [(2, "email")]),
        ("A,,,", [(2, "email")]),
        ("A" * 121 + ",a@example.com,,", [(2, "name")]),
        ("A,gone@example.com,,", [(2, "email")]),
        ("A,a@example.com,Nowhere,", [(2, "team")]),
        ("A,a@example.com,,yes", [(2, "team")]),
        ("A,a@example.com,Edge,perhaps", [(2, "lead")]),
        ("A,a@example.com,Core,yes", [(2, "lead")]),
        ("A,a@example.com,Edge,nobody@example.com", [(2, "lead")]),
        ("A,a@example.com,Edge,gone@example.com", [(2, "lead")]),
    ],
)
def test_one_row_against_who_is_here(row, expected):
    assert problems(f"name,email,team,lead\n{row}\n") == expected


def test_an_address_stands_in_a_list_once():
    assert problems("name,email\nA,a@example.com\nB,A@EXAMPLE.com\n") == [(3, "email")]


def test_who_is_here_already_stays_as_they_are():
    table = read("name,email,team\nOther Name,old@example.com,Edge\n")
    plan = check(table.rows, KNOWN, creates_teams=False)
    assert ([row.email for row in plan.here], plan.new, plan.team_of) == (["old@example.com"], (), {})


def test_a_lead_belongs_to_the_team_above():
    table = read("name,email,team,lead\nA,a@example.com,Edge,yes\nB,b@example.com,Edge,\n")
    known = Known(above={"edge": "top", "top": None})
    plan = check(table.rows, known, creates_teams=False)
    assert plan.team_of == {"a@example.com": "top", "b@example.com": "edge"}
    assert plan.lead_of == {"edge": "a@example.com"}


def test_new_teams_are_opened_once_if_allowed():
    text = (
        "name,email,team,lead\nA,a@example.com,New,b@example.com\nB,b@example.com,,\nC,c@example.com,NEW,\n"
    )
    assert problems(text) == [(2, "team"), (4, "team")]
    plan = check(read(text).rows, KNOWN, creates_teams=True)
    assert (plan.new_teams, plan.problems) == (("New",), ())


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["A,a@example.com,Edge,b@example.com", "B,b@example.com,Edge,"], [(2, "lead")]),
        (["A,a@example.com,Edge,yes", "B,b@example.com,Edge,yes"], [(3, "lead")]),
        (
            ["A,a@example.com,One,b@example.com", "B,b@example.com,Two,a@example.com"],
            [(2, "lead"), (3, "lead")],
        ),
        (["A,a@example.com,Edge,old@example.com", "B,b@example.com,,"], []),
    ],
)
def test_nobody_leads_themselves_at_any_distance(rows, expected):
    assert problems("\n".join(["name,email,team,lead", *rows]), creates_teams=True) == expected


def test_names_come_out_clean():
    row = read("name,email\n A\u202eb \x00 c\u0301 ,a@example.com\n").rows[0]
    assert row.name == "Ab ć"


def test_roles_are_checked_when_somebody_reads_the_column():
    text = "name,email,role\nA,a@example.com,Senior\nB,b@example.com,Wizard\n"
    table = read(text)
    assert check(table.rows, Known(), creates_teams=False).notes
    found = check(table.rows, Known(roles={"senior"}), creates_teams=False)
    assert ([(p.line, p.column) for p in found.problems], found.notes) == ([(3, "role")], ())
