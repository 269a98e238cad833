"""Every column that refers to a person is registered, so that no export forgets a table."""

from django.apps import apps
from django.db.models import Field

from roadmaps.my_data import registry
from roadmaps.my_data.registry import REGISTRY, Given
from skillmatrix.people.models import Person

HOW = """
{missing} refers to a person and is not in `roadmaps/my_data/registry.py`. Add a line to REGISTRY there:
`"{missing}": Given("file_name")` when its rows are about the person (leave out columns with `without`, rows with
`where`), or `Kept(_("why"))` when an export must not hold them. Nothing else has to be written.
"""


def columns() -> set[str]:
    """Every column and list of every model that refers to a person, as `app.Model.field`."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if isinstance(field, Field) and field.related_model is Person
    }


def test_everycolumn_that_refers_to_a_person_is_registered():
    missing = sorted(columns() - set(REGISTRY))
    assert not missing, HOW.format(missing=missing[0])


def test_nothing_is_registered_that_does_not_exist():
    assert {name for name in REGISTRY if "__" not in name} - columns() == set()


def test_what_is_left_out_and_let_through_exists(db):
    for name, how in registry.given():
        label, _, column = name.rpartition(".")
        model = apps.get_model(label)
        known = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
        assert set(how.without) <= known, name
        list(model._default_manager.filter(**{column: 0}, **how.where)[:1])


def test_every_file_is_written_once_and_every_omission_has_a_reason():
    files = [how.file for _name, how in registry.given()]
    assert len(files) == len(set(files))
    assert "ratings" not in files, "the importable table has that name"
    assert all(str(how.why) for _name, how in registry.kept())


def test_secrets_stay_where_they_are():
    assert [
        how.without for how in REGISTRY.values() if isinstance(how, Given) and how.file == "sessions"
    ] == [("session_key",)]
    assert REGISTRY["mfa.Authenticator.user"].without == ("data",)
