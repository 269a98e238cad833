"""People who are imported with a role have it from that day."""

import re

from assessments.models import RoleAssignment


def test_role_column_gives_each_person_the_role_named(erin, taxonomy, payments, signed_in):
    text = (
        "name,email,team,lead,role\n"
        "Nora Berg,nora@example.com,Payments,,senior\n"
        "Omar Aziz,omar@example.com,Payments,,Mid-level backend engineer\n"
    )
    client = signed_in(erin)
    preview = client.post("/organisation/import/", {"text": text}).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', preview)[1]
    assert not RoleAssignment.objects.exists()
    client.post("/organisation/import/", {"key": key})
    roles = dict(RoleAssignment.objects.values_list("person__email", "role__slug"))
    assert roles == {"nora@example.com": "senior", "omar@example.com": "mid"}


def test_role_column_names_a_role_that_does_not_exist(erin, taxonomy, payments, signed_in):
    text = "name,email,team,role\nNora Berg,nora@example.com,Payments,wizard\n"
    answer = signed_in(erin).post("/organisation/import/", {"text": text})
    assert answer.status_code == 422
    assert "wizard" in answer.content.decode()
