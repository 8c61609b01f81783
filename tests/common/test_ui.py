"""The building blocks of pages: what they say, also to somebody who does not see them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from common.paging import Page, Sort

NAME = Sort("name", "Name", ("name",))
TODAY = date(2026, 11, 21)


def show(source, path="/list/", **values):
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(Context({"request": request, **values}))


def page(**fields):
    values = {"rows": [], "next": None, "previous": None, "sort": NAME, "descending": False} | fields
    return Page(**values)


def test_an_icon_is_decoration_unless_it_has_a_name():
    assert "aria-hidden=true" in show('{% icon "bell" %}')
    assert 'role=img aria-label="Notices"' in show('{% icon "bell" label="Notices" %}')


def test_words_that_have_to_be_escaped_are_escaped_however_they_were_drawn_before():
    safe, plain = mark_safe("<b>x</b>"), "<b>x</b>"
    assert "<b>x</b>" in show("{% day none none=words %}", none=None, words=safe)
    assert "&lt;b&gt;x" in show("{% day none none=words %}", none=None, words=plain)


def test_the_pager_keeps_the_filter_and_drops_the_older_cursor():
    html = show("{% pager page %}", "/list/?q=valve&after=old", page=page(next="abc"))
    assert "?q=valve&amp;after=abc" in html
    assert "old" not in html
    assert "Previous" not in html


def test_a_sort_header_turns_round_on_the_second_click_and_says_its_order():
    first = show('{% sort_header page "city" "City" %}', page=page())
    assert "?sort=city" in first
    assert "aria-sort" not in first
    second = show('{% sort_header page "name" "Name" %}', "/list/?sort=name&before=x", page=page())
    assert 'href="?sort=-name"' in second
    assert 'aria-sort="ascending"' in second
    third = show('{% sort_header page "name" "Name" %}', page=page(descending=True))
    assert 'href="?sort=name"' in third
    assert 'aria-sort="descending"' in third


class Filter(forms.Form):
    q = forms.CharField(required=False, label="Search")
    band = forms.MultipleChoiceField(
        required=False, label="Rating", choices=[("high", "High"), ("low", "Low")], widget=forms.CheckboxSelectMultiple
    )
    country = forms.ChoiceField(required=False, choices=[("", "Any"), ("DE", "Germany")])


def test_filters_read_as_a_sentence_and_each_part_can_be_removed():
    request = RequestFactory().get("/list/?band=high&band=low&country=DE&q=a%26b&sort=name")
    source = '{% load ui %}{% filter_chips form "Suppliers with" %}'
    html = Template(source).render(Context({"request": request, "form": Filter(request.GET)}))
    assert "Rating: High" in html
    assert "Country: Germany" in html
    assert "Search: a&amp;b" in html
    assert 'href="?country=DE&amp;q=a%26b&amp;sort=name&amp;band=low"' in html
    assert 'href="?sort=name"' in html


def test_without_a_filter_there_is_no_sentence():
    assert "Clear" not in show("{% filter_chips form %}", form=Filter({}))


def test_a_filter_form_works_without_scripts():
    html = show('{% filters form "#results" "Name or city" %}', form=Filter({"country": "DE"}))
    assert 'method="get"' in html
    assert 'aria-label="Name or city"' in html
    assert "<option value=DE selected>Germany<" in html
    assert "Apply" in html


def test_a_filter_shows_what_was_chosen_and_escapes_what_it_offers():
    class Odd(forms.Form):
        kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "any"), ("a", "<b>"), ("b", "B")])

    html = show("{% filters form %}{% filters odd %}", form=Filter({"band": "low"}), odd=Odd({"kind": "x"}))
    assert "value=low checked>Low</label>" in html
    assert "value=high>High</label>" in html
    assert '<option value="">Kind<option value=a>&lt;b&gt;<' in html
    assert '<option value="" selected>Kind<' in show("{% filters odd %}", odd=Odd({}))


def test_a_filter_offers_what_there_is_now_and_marks_what_is_chosen_now():
    form = Filter({"country": "DE"})
    assert "value=DE selected>Germany" in show("{% filters form %}", form=form)
    assert "selected>Germany" not in show("{% filters form %}", form=Filter({"country": ""}))
    form.fields["country"].choices = [("", "Any"), ("DE", "Deutschland"), ("IT", "Italy")]
    drawn = show("{% filters form %}", form=form)
    assert "value=DE selected>Deutschland" in drawn
    assert "value=IT>Italy" in drawn


class Edit(forms.Form):
    name = forms.CharField(help_text="As registered.")
    city = forms.CharField(required=False)


def test_a_field_tells_its_label_help_and_error_to_a_screen_reader():
    html = show("{{ form.name.as_field_group }}{{ form.city.as_field_group }}", form=Edit({"name": ""}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count('<span class="field-optional">optional</span>') == 1


def test_the_summary_links_to_the_fields_of_all_forms():
    formset = forms.formset_factory(Edit, extra=1, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-0-city": "x"}
    form = Edit({"name": ""})
    form.add_error(None, "Too late.")
    html = show("{% error_summary form rows %}", form=form, rows=formset(data))
    assert "things need another look" in html
    assert 'href="#id_name"' in html
    assert 'href="#id_form-0-name"' in html
    assert "Too late." in html


def test_a_form_in_order_has_no_summary():
    assert "error" not in show("{% error_summary form %}", form=Edit({"name": "A"}))


@dataclass
class Record:
    name: str
    city: str


def test_a_conflict_shows_both_versions_of_what_differs():
    html = show(
        "{% conflict form current %}", form=Edit({"name": "Mine", "city": "Brno"}), current=Record("Theirs", "Brno")
    )
    assert "Theirs" in html
    assert "Mine" in html
    assert "Brno" not in html


def test_what_is_blank_in_both_versions_is_no_conflict_whatever_the_blank_choice_is_called():
    class Choosing(forms.Form):
        body = forms.ChoiceField(required=False, choices=[("", "none printed"), ("ukas", "UKAS")])

    @dataclass
    class Certificate:
        body: str | None

    html = show("{% conflict form current %}", form=Choosing({"body": ""}), current=Certificate(None))
    assert "none printed" not in html
    html = show("{% conflict form current %}", form=Choosing({"body": ""}), current=Certificate("ukas"))
    assert "UKAS" in html


def test_a_meter_says_what_it_shows():
    assert 'aria-label="Practice: 41 of 100, confidence 80 %"' in show('{% meter 41 "Practice" confidence=80 %}')
    unknown = show('{% meter None "Traceability" %}')
    assert 'aria-label="Traceability: not known"' in unknown
    assert "url(#hatch)" in unknown
    assert 'width="100.0%"' in show('{% meter 140 "Too much" %}')


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (0, "today", "date-soon"),
        (1, "tomorrow", "date-soon"),
        (12, "in 12 days", "date-soon"),
        (31, "in 31 days", ""),
        (-1, "yesterday", "date-late"),
        (-19, "19 days ago", "date-late"),
        (90, "in 3 months", ""),
        (800, "in 2 years", ""),
    ],
)
def test_a_day_says_how_far_away_it_is(days, words, state):
    html = show("{% day value today %}", value=TODAY + timedelta(days=days), today=TODAY)
    assert words in html
    assert state in html
    assert ("date-late" in html) == (days < 0)


def test_no_day_is_said_in_words():
    assert "does not expire" in show('{% day value none="does not expire" %}', value=None)


@dataclass
class Entry:
    action: str
    changes: dict[str, Any]
    actor: str | None = None
    reason: str = ""
    subject_label: str = "Valve foundry"
    subject_type: str = "suppliers.supplier"
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 3, 9, 12, tzinfo=UTC))


def test_history_reads_as_sentences():
    entry = Entry(
        "status_changed", {"valid_until_on": [None, "2027-03-31"], "is_restricted": [False, True]}, "Ana", "Why <b>"
    )
    html = show("{% load history %}{% history entries True %}", entries=[entry])
    assert "status changed" in html
    assert "Supplier" in html
    assert "Valve foundry" in html
    assert "by Ana" in html
    assert "valid until" in html
    assert "31 Mar 2027" in html
    assert "<del>no</del>" in html
    assert "Why &lt;b&gt;" in html


def test_history_without_entries_says_so_and_without_a_person_names_the_system():
    assert "Nothing has been changed yet." in show("{% load history %}{% history entries %}", entries=[])
    assert "by the system" in show("{% load history %}{% history entries %}", entries=[Entry("created", {})])
