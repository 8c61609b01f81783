"""Addresses and words that are put together once say what Django says each time."""

import pytest
from django.urls import reverse, set_script_prefix

from audits.models import Audit, Finding
from capability.models import Equipment
from common.addresses import fixed, numbered
from deliveries.models import Delivery, Nonconformance
from scoring.models import RequirementItem, ScopeMonth, ScopeRating
from suppliers.models import Supplier

WORDED = (Audit, Delivery, Equipment, Finding, Nonconformance, RequirementItem, ScopeMonth, ScopeRating, Supplier)


def test_the_address_of_a_number_is_that_of_the_urlconf():
    assert numbered("suppliers:detail", 7) == reverse("suppliers:detail", args=[7])
    assert numbered("capability:record", 7, "equipment") == reverse("capability:record", args=["equipment", 7])
    assert numbered("capability:record", 7, "metrology") == reverse("capability:record", args=["metrology", 7])


def test_the_address_follows_where_the_program_is_mounted():
    before = numbered("suppliers:detail", 7)
    assert fixed("suppliers:list") == reverse("suppliers:list")
    set_script_prefix("/vetted/")
    try:
        assert fixed("suppliers:list") == reverse("suppliers:list")
        assert numbered("suppliers:detail", 7) == f"/vetted{before}" == reverse("suppliers:detail", args=[7])
    finally:
        set_script_prefix("/")


def test_what_is_no_number_is_no_address():
    with pytest.raises(ValueError, match="format code"):
        numbered("suppliers:detail", "7/../8")


@pytest.mark.parametrize("model", WORDED)
def test_each_word_of_a_record_is_that_of_its_column(model):
    columns = [field for field in model._meta.concrete_fields if field.choices and not field.is_relation]
    for field in [one for one in columns if hasattr(model, f"get_{one.name}_display")]:
        for value, word in field.flatchoices:
            if field.attname in vars(model()):
                assert getattr(model(**{field.attname: value}), f"get_{field.name}_display")() == str(word)


def test_a_value_without_a_word_is_shown_as_it_is():
    assert Audit(purpose="unheard of").get_purpose_display() == "unheard of"
