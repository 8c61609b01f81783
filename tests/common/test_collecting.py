"""The search for cycles rests while many objects are made, and goes on afterwards whatever happened."""

import gc

import pytest
from django.core.management import call_command, get_commands
from django.core.management.commands import migrate

from common.collecting import collecting_seldom, without_collecting


def test_it_goes_on_afterwards_also_when_something_failed():
    with pytest.raises(ZeroDivisionError), without_collecting():
        1 / gc.isenabled()
    assert gc.isenabled()


def test_one_within_another_leaves_it_to_the_outer_one():
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_as_before_after_a_seldom_one_also_when_something_failed():
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError), collecting_seldom():
        1 / (gc.get_threshold() == before)
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_migrating_searches_seldom(monkeypatch):
    before, meanwhile = gc.get_threshold(), []
    monkeypatch.setattr(migrate.Command, "handle", lambda *args, **options: meanwhile.append(gc.get_threshold()))
    call_command("migrate")
    assert get_commands()["migrate"] == "common"
    assert meanwhile != [before]
    assert gc.get_threshold() == before
