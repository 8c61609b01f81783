"""Forms of an import's steps."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django_countries import countries

from common.ids import id_of
from common.tabular.table import column_letter
from common.tabular.values import DayOrder, DecimalMark
from imports import labels as words
from imports.domain.columns import Guess
from imports.domain.flow import NameDecision
from imports.kinds import Field, Kind, ValueKind
from imports.models import Batch, SupplierName
from imports.parsing import DAY_ORDER, DECIMAL_MARK
from imports.services import Preview
from imports.services.deciding import Answer
from imports.services.places import PROCESSES, SITES

LEFT_OUT = "Leave out"
_SUPPLIERS = (ValueKind.SUPPLIER, ValueKind.SUPPLIER_NUMBER)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls"}),
        error_messages={"required": "Choose the file with the rows.", "empty": "The file is empty."},
    )


class ColumnsForm(forms.Form):
    """What each column of each table means, and what is asked once for the file."""

    def __init__(self, kind: Kind, shown: Preview, options: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.kind, self.shown = kind, shown
        for place, part in enumerate(shown.parts):
            self._add_columns(place, part.fields, part.table.headers, shown.guesses[part.key])
        self.asked = self._add_options(options)

    def column_name(self, place: int, index: int) -> str:
        return f"column-{place}-{index}"

    @property
    def mapping(self) -> dict[str, dict[int, str]]:
        """By part: column to key of the field."""
        chosen: dict[str, dict[int, str]] = {}
        for place, part in enumerate(self.shown.parts):
            names = {index: self.column_name(place, index) for index in range(len(part.table.headers))}
            values = {index: self.cleaned_data.get(name, "") for index, name in names.items()}
            chosen[part.key] = {index: key for index, key in values.items() if key}
        return chosen

    @property
    def options(self) -> dict[str, str]:
        return {name: self.cleaned_data[f"option-{name}"] for name in self.asked}

    def clean(self) -> dict[str, Any]:
        for place, part in enumerate(self.shown.parts):
            mapped = self.mapping[part.key]
            self._refuse_twice(place, mapped, part.fields)
            if part.key == "" or mapped:
                self._refuse_missing(part.fields, set(mapped.values()), part.title)
        return self.cleaned_data

    def _refuse_twice(self, place: int, mapped: Mapping[int, str], fields: Sequence[Field]) -> None:
        titles = {field.key: field.title for field in fields}
        seen: set[str] = set()
        for index, key in mapped.items():
            if key in seen:
                self.add_error(self.column_name(place, index), f"Another column is “{titles[key]}” already.")
            seen.add(key)

    def _refuse_missing(self, fields: Sequence[Field], mapped: set[str], title: str) -> None:
        named = [field for field in fields if field.kind in _SUPPLIERS]
        if named and not any(field.key in mapped for field in named):
            self.add_error(
                None, f"{title}: no column names the supplier. Choose the one that holds its name or number."
            )
        missing = [field.title for field in fields if field.required and field.key not in mapped]
        if missing:
            self.add_error(None, f"{title}: choose the column for {_listed(missing)}. Nothing is recorded without it.")

    def _add_columns(
        self, place: int, fields: Sequence[Field], headers: Sequence[str], guesses: Sequence[Guess | None]
    ) -> None:
        choices = [("", LEFT_OUT), *((field.key, field.title) for field in fields)]
        for index, header in enumerate(headers):
            guess = guesses[index]
            self.fields[self.column_name(place, index)] = forms.ChoiceField(
                label=f"Column {column_letter(index)}: {header}",
                required=False,
                choices=choices,
                initial=guess.field if guess else "",
            )

    def _add_options(self, options: Mapping[str, str]) -> list[str]:
        """The questions that this kind's fields raise, and its own."""
        kinds = {field.kind: field for part in self.shown.parts for field in part.fields}
        asked: list[tuple[str, str, list[tuple[str, str]], str, str]] = []
        if ValueKind.DATE in kinds:
            days = [(order.value, label) for order, label in words.DAY_ORDER_LABELS.items()]
            asked.append((DAY_ORDER, "Order of day and month", days, DayOrder.UNCLEAR.value, ""))
        if ValueKind.DECIMAL in kinds:
            marks = [(mark.value, label) for mark, label in words.DECIMAL_MARK_LABELS.items()]
            asked.append((DECIMAL_MARK, "Decimal mark", marks, DecimalMark.UNCLEAR.value, ""))
        if ValueKind.SITE in kinds:
            sites = list(words.UNKNOWN_SITE_LABELS.items())
            asked.append(
                (SITES, "A site that the supplier does not have", sites, kinds[ValueKind.SITE].unknown.value, "")
            )
        if ValueKind.PROCESS in kinds:
            process = kinds[ValueKind.PROCESS]
            choices = list(words.UNKNOWN_PROCESS_LABELS.items())
            asked.append((PROCESSES, "A process that it does not have", choices, process.unknown.value, ""))
        for option in self.kind.options:
            own = [(choice.value, choice.label) for choice in option.choices]
            asked.append((option.key, option.title, own, option.default, option.help))
        for key, title, values, default, text in asked:
            self.fields[f"option-{key}"] = forms.ChoiceField(
                label=title,
                choices=values,
                initial=options.get(key) or default,
                help_text=text,
                required=all(value for value, _label in values),
            )
        return [key for key, *_rest in asked]


class CountryForm(forms.Form):
    """The country of suppliers to be created together."""

    country = forms.ChoiceField(
        label="Country of the new suppliers", widget=forms.Select(attrs={"class": "filter-pick"})
    )

    def __init__(self, usual: str, data: Any = None) -> None:
        super().__init__(data, initial={"country": usual})
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", "Choose"), *((code, str(name)) for code, name in countries)]


def parse_answers(batch: Batch, data: Mapping[str, Any], country: str) -> dict[int, Answer]:
    """The answers of a page of names: `name-12` is `create`, `skip` or `existing-345`; others are left aside."""
    answers: dict[int, Answer] = {}
    for name, value in data.items():
        number = id_of(name.removeprefix("name-")) if name.startswith("name-") else None
        answer = parse_answer(str(value), str(data.get(f"country-{number}") or country))
        if number is not None and answer is not None:
            answers[number] = answer
    return answers


def parse_answer(value: str, country: str) -> Answer | None:
    """One answer; None for a text that no choice of the page has."""
    word, _, rest = value.partition("-")
    if word == NameDecision.EXISTING.value and (supplier_id := id_of(rest)):
        return Answer(NameDecision.EXISTING, supplier_id)
    if value == NameDecision.CREATE.value:
        return Answer(NameDecision.CREATE, country=country if country in dict(countries) else "")
    return Answer(NameDecision.SKIP) if value == NameDecision.SKIP.value else None


def chosen(name: SupplierName) -> str:
    """The value by which the page shows what was decided."""
    if name.decision == NameDecision.EXISTING.value:
        return f"existing-{name.supplier_id}"
    return "" if name.decision == NameDecision.OPEN.value else name.decision


def _listed(titles: Sequence[str]) -> str:
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"
