"""People and teams: who may change whom, what the history keeps, and that nobody is locked out."""

import pytest
from django.urls import reverse

from accounts.domain.people import refusal_to_change
from accounts.domain.permissions import Role
from accounts.models import Team, User
from accounts.services import Refused, change_person
from accounts.services.teams import change_team, create_team, delete_team
from common.history import changes_for
from common.records import Conflict
from tests.accounts.factories import make_team, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return make_user(Role.ADMINISTRATOR)


def _change(person, actor, **changes):
    values = {"name": person.name, "role": Role(person.role), "is_active": person.is_active, "teams": []} | changes
    return change_person(person, **values, expected_version=person.version, actor=actor)


def test_a_role_is_changed_with_its_history(administrator):
    person = make_user(Role.PROCUREMENT)
    assert _change(person, administrator, role=Role.MANAGER)
    entry = changes_for(person).get()
    assert entry.actor == administrator
    assert entry.changes == {"role": ["procurement", "manager"]}


def test_teams_are_part_of_the_record_and_make_an_older_form_stale(administrator):
    person, team = make_user(), make_team(name="Valves")
    stale = User.objects.get(pk=person.pk)
    assert _change(person, administrator, teams=[team])
    assert changes_for(person).get().changes == {"teams": [[], ["Valves"]]}
    with pytest.raises(Conflict):
        _change(stale, administrator, teams=[])
    assert list(person.teams.all()) == [team]


def test_nothing_different_writes_nothing(administrator):
    person = make_user()
    assert not _change(person, administrator)
    assert not changes_for(person).exists()


@pytest.mark.parametrize("change", [{"role": Role.MANAGER}, {"is_active": False}])
def test_the_last_administrator_stays_one(administrator, change):
    boss = make_user(Role.MANAGER)
    with pytest.raises(Refused, match="last administrator"):
        _change(administrator, boss, **change)
    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR
    assert administrator.is_active


def test_a_deactivated_administrator_does_not_count_as_another(administrator):
    make_user(Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refused):
        _change(administrator, make_user(Role.MANAGER), is_active=False)


def test_of_two_administrators_one_may_go(administrator):
    other = make_user(Role.ADMINISTRATOR)
    assert _change(other, administrator, is_active=False)


def test_nobody_changes_the_own_role(administrator):
    make_user(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="another administrator"):
        _change(administrator, administrator, role=Role.AUDITOR)


def test_the_own_name_is_no_matter_of_role(administrator):
    assert _change(administrator, administrator, name="Ada")


def test_the_rule_needs_no_database():
    same = {"is_self": False, "role": Role.AUDITOR, "new_role": Role.AUDITOR, "is_active": True}
    assert refusal_to_change(**same, new_active=False, other_administrators=0) == ""


def test_a_deactivated_person_is_signed_out_at_once(client, administrator):
    person = make_user()
    client.force_login(person)
    assert client.get(reverse("accounts:profile")).status_code == 200
    _change(person, administrator, is_active=False)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_form_shows_both_versions_and_keeps_what_was_typed(client, administrator):
    person = make_user(name="First")
    client.force_login(administrator)
    url = reverse("accounts:person", args=[person.pk])
    typed = {"name": "Mine", "role": "manager", "is_active": "on", "version": person.version, "reason": ""}
    _change(person, administrator, name="Theirs")
    answer = client.post(url, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert client.post(url, typed | {"version": person.version + 0}).status_code == 303
    person.refresh_from_db()
    assert person.name == "Mine"


def test_a_refusal_is_said_on_the_page(client, administrator):
    client.force_login(administrator)
    url = reverse("accounts:person", args=[administrator.pk])
    answer = client.post(url, {"name": "A", "role": "auditor", "is_active": "on", "version": administrator.version})
    assert answer.status_code == 422
    assert "another administrator" in answer.content.decode()


def test_a_team_is_created_changed_and_deleted_with_history(administrator):
    person = make_user(name="Bea")
    team = create_team(name="Castings", members=[person], actor=administrator)
    assert change_team(team, name="Forgings", members=[], expected_version=team.version, actor=administrator)
    assert not team.members.exists()
    actions = [entry.action for entry in changes_for(team)]
    assert actions == ["members changed", "changed", "members changed", "created"]
    pk = team.pk
    delete_team(team, actor=administrator)
    assert not Team.objects.filter(pk=pk).exists()


def test_a_team_form_sent_twice_makes_one_team(client, administrator):
    client.force_login(administrator)
    token = "6f2f7d4e-93ab-4e52-8a6e-1b4f5f1a0b11"
    for _ in range(2):
        answer = client.post(reverse("accounts:team_new"), {"name": "Castings", "members": [], "submission": token})
    assert answer.status_code in (303, 422)
    assert Team.objects.filter(name="Castings").count() == 1


def test_two_teams_of_one_name_are_refused_beside_the_field(client, administrator):
    make_team(name="Castings")
    client.force_login(administrator)
    answer = client.post(reverse("accounts:team_new"), {"name": "Castings"})
    assert answer.status_code == 422
    assert "A team of this name exists." in answer.content.decode()


@pytest.mark.parametrize("name", ["people", "invitations", "teams", "mailbox"])
@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.QUALITY_ENGINEER, Role.MANAGER, Role.AUDITOR])
def test_only_administrators_see_the_settings(client, role, name):
    client.force_login(make_user(role))
    assert client.get(reverse(f"accounts:{name}")).status_code == 403


def test_the_list_filters_by_text_role_and_access(client, administrator):
    make_user(Role.MANAGER, name="Ruth Berger")
    make_user(Role.AUDITOR, name="Otto Gone", is_active=False)
    client.force_login(administrator)
    url = reverse("accounts:people")
    assert "Otto Gone" not in client.get(url, {"q": "ruth"}).content.decode()
    assert "Ruth Berger" not in client.get(url, {"role": "auditor"}).content.decode()
    assert "Otto Gone" not in client.get(url, {"access": "yes"}).content.decode()
