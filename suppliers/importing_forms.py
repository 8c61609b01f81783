"""Forms of the import's steps."""

from collections.abc import Sequence
from typing import Any, Protocol

from django import forms
from django_countries import countries

from accounts.domain.permissions import PERMISSIONS, Permission
from accounts.models import User
from common.tabular.reading import ReadOptions, Recognised
from common.tabular.table import column_letter
from standards.labels import sector_choices
from suppliers import importing_labels as words
from suppliers.domain.importing.cells import MAX_LENGTH
from suppliers.domain.importing.columns import Guess, duplicate_fields
from suppliers.domain.importing.flow import Decision
from suppliers.domain.importing.vocabulary import Field
from suppliers.labels import criticality_choices
from suppliers.models import ImportRow, SupplierImport
from suppliers.services.importing import as_in_file

NOT_IMPORTED = "Leave out"
LONGEST_CORRECTION = 1_000


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Supplier list",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,.xls"}),
        error_messages={"required": "Choose the file with the suppliers.", "empty": "The file is empty."},
    )


class Readable(Protocol):
    """An import with a file that is read in some way (`reading`: encoding, delimiter, header row, sheet)."""

    reading: Any


class ReadingForm(forms.Form):
    """How the file is read, with what was recognised as the start."""

    encoding = forms.ChoiceField(label="Character encoding", required=False)
    delimiter = forms.ChoiceField(label="Columns are separated by", required=False)
    sheet = forms.ChoiceField(label="Sheet", required=False)
    header_row = forms.TypedChoiceField(label="Column names are in", coerce=int)

    def __init__(self, batch: Readable, found: Recognised, data: Any = None) -> None:
        initial = {**batch.reading, "header_row": found.table.header_row}
        super().__init__(data, initial=initial)
        is_text = found.kind == "csv"
        self._offer("encoding", words.encoding_choices() if is_text else [], batch.reading.get("encoding"))
        self._offer("delimiter", words.delimiter_choices() if is_text else [], batch.reading.get("delimiter"))
        self._offer("sheet", [(name, name) for name in found.sheets], None)
        self._offer("header_row", _header_choices(found), None)

    @property
    def options(self) -> ReadOptions:
        data = self.cleaned_data
        return ReadOptions(
            data.get("encoding") or None, data.get("delimiter") or None, data["header_row"], data.get("sheet") or None
        )

    def _offer(self, name: str, choices: list[tuple[Any, str]], current: Any) -> None:
        if not choices:
            del self.fields[name]
            return
        if current and current not in dict(choices):
            choices = [(current, str(current)), *choices]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices


def _header_choices(found: Recognised) -> list[tuple[Any, str]]:
    rows = [(row.number, f"Row {row.number}: {_glimpse(row.cells)}") for row in found.first_rows if not row.is_empty]
    if found.table.header_row and found.table.header_row not in dict(rows):
        rows.append((found.table.header_row, f"Row {found.table.header_row}"))
    return [*rows, (0, "No row: the list begins at once")]


def _glimpse(cells: Sequence[str]) -> str:
    text = ", ".join(cell for cell in cells if cell)
    return text if len(text) <= 60 else f"{text[:59]}…"


class ColumnsForm(forms.Form):
    """What each column means, and what holds for all rows that do not say it themselves."""

    default_country = forms.ChoiceField(label="Country, where a row names none", required=False)
    default_sector = forms.ChoiceField(label="Sector", choices=sector_choices)
    default_criticality = forms.ChoiceField(label="Criticality", choices=criticality_choices)
    supplier_owner = forms.ModelChoiceField(label="Owner", queryset=User.objects.none())

    def __init__(
        self, batch: SupplierImport, found: Recognised, guesses: Sequence[Guess | None], data: Any = None
    ) -> None:
        names = ("default_country", "default_sector", "default_criticality")
        initial = {name: getattr(batch, name) for name in names} | {"supplier_owner": batch.supplier_owner_id}
        super().__init__(data, initial=initial)
        country, owner = self.fields["default_country"], self.fields["supplier_owner"]
        assert isinstance(country, forms.ChoiceField)  # noqa: S101  (for the type checker)
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        country.choices = [("", "None: such rows are rejected"), *((code, str(name)) for code, name in countries)]
        owner.queryset = _possible_owners()
        self._columns = len(found.table.headers)
        for index, guess in enumerate(guesses):
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=f"Column {column_letter(index)}: {found.table.headers[index]}",
                required=False,
                choices=[("", NOT_IMPORTED), *words.field_choices()],
                initial=guess.field.value if guess else "",
            )

    @property
    def mapping(self) -> dict[int, Field]:
        chosen = {index: self.cleaned_data.get(f"column-{index}") for index in range(self._columns)}
        return {index: Field(value) for index, value in chosen.items() if value}

    @property
    def options(self) -> dict[str, Any]:
        names = ("default_country", "default_sector", "default_criticality", "supplier_owner")
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        mapping = self.mapping
        if not {Field.NAME, Field.LOCAL_NAME} & set(mapping.values()):
            raise forms.ValidationError(
                "No column is the name of the supplier. Choose “Legal name” for the column that holds it."
            )
        for field in sorted(duplicate_fields(mapping)):
            last = max(index for index, each in mapping.items() if each is field)
            label = words.FIELD_LABELS[field]
            self.add_error(f"column-{last}", f"Another column is “{label}” already. A supplier has only one.")
        return self.cleaned_data


def _possible_owners() -> Any:
    roles = [role.value for role in PERMISSIONS[Permission.SUPPLIER_EDIT]]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")


class CorrectionForm(forms.Form):
    """The texts of one row, to be typed anew where they are wrong."""

    def __init__(self, fields: Sequence[Field], initial: dict[str, str], data: Any = None) -> None:
        super().__init__(data, initial=initial)
        for field in fields:
            limit = max(MAX_LENGTH.get(field, 0), LONGEST_CORRECTION)
            wide = field in (Field.ADDRESS, Field.STREET, Field.NAME)
            self.fields[field.value] = forms.CharField(
                label=words.FIELD_LABELS[field],
                required=False,
                max_length=max(limit, len(initial.get(field.value, ""))),
                widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
                if wide
                else forms.TextInput(attrs={"dir": "auto"}),
            )

    @property
    def texts(self) -> dict[Field, str]:
        return {Field(name): text for name, text in self.cleaned_data.items()}


def correction_form(batch: SupplierImport, row: ImportRow, data: Any = None) -> CorrectionForm:
    """What can be typed anew in a row, with what it says and what was typed before."""
    mapped = set(batch.fields_by_column.values())
    fields = [field for field in Field if field in mapped or field in (Field.NAME, Field.COUNTRY)]
    in_file = {field.value: as_in_file(batch, row, field) for field in fields}
    typed = {name: text for name, text in row.corrections.items() if name in in_file}
    return CorrectionForm(fields, in_file | typed, data)


def parse_answer(value: str) -> tuple[Decision, int] | None:
    """`update-1` → the second candidate is the same; None for a text that no choice of the page has."""
    word, _, index = value.partition("-")
    if word not in set(Decision) or not (index == "" or (index.isascii() and index.isdigit() and len(index) < 3)):
        return None
    return Decision(word), int(index or 0)
