"""What people send: every encoding, delimiter and accident that the import must read or refuse with a sentence."""

import io
import random
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from common.tabular.limits import MAX_COLUMNS, FileRefused
from common.tabular.reading import ReadOptions
from suppliers.domain.importing.reading import read_list

CHINESE = (
    "供应商名称,国家,地址\n"
    "深圳市华强电子有限公司,中国,广东省深圳市南山区科技园\n"
    "上海精密机械制造有限公司,中国,上海市浦东新区\n"
)
TEXTS = {
    "cp1252": "Firma;Land;Straße\nMüller GmbH;Österreich;Hauptstr. 3\nBäcker & Söhne;Deutschland;Goethestraße 5\n",
    "mac-roman": "Firma;Land;Straße\nMüller GmbH;Österreich;Hauptstr. 3\nBäcker & Söhne;Deutschland;Goethestraße 5\n",
    "cp1250": "Nazwa;Kraj;Miasto\nZakład Łożysk;Polska;Łódź\nSpółka Śruby;Polska;Kraków\nCzęści;Polska;Bydgoszcz\n",
    "cp1251": "Название;Страна;Город\nЗавод Точных Деталей;Россия;Москва\nМеталлург;Россия;Екатеринбург\n",
    "cp1254": "Firma adı;Ülke;Şehir\nIşık Makina Sanayi;Türkiye;İstanbul\nYıldız Çelik;Türkiye;Eskişehir\n",
    "gb18030": CHINESE,
    "big5": "供應商名稱,國家,地址\n鴻海精密工業股份有限公司,台灣,新北市土城區\n台達電子工業,台灣,桃園市\n",
    "cp932": "会社名,国,住所\n株式会社山田製作所,日本,東京都大田区\n鈴木プレス工業,日本,大阪府\n",
    "euc-kr": "업체명,국가,주소\n삼성정밀 주식회사,대한민국,경기도 수원시\n한국정밀,대한민국,서울\n",
}


@pytest.mark.parametrize("encoding", [*TEXTS, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_whatever_encoding_it_comes(encoding):
    text = TEXTS.get(encoding, CHINESE)
    found = read_list(text.encode(encoding))
    assert [row.cells for row in found.table.rows] == [
        tuple(line.split(found.delimiter)) for line in text.splitlines()[1:]
    ]


def test_czech_is_not_taken_for_western_european():
    text = "Název;Země;Město\nStrojírna Příbram;Česko;Plzeň\nŠkoda díly;Česko;Mladá Boleslav\n"
    assert read_list(text.encode("cp1250")).encoding == "cp1250"


def test_a_wrong_guess_of_the_encoding_can_be_corrected():
    found = read_list("Firma;Ort\nMüller;Köln\n".encode("cp1252"), ReadOptions(encoding="cp1251"))
    assert found.table.rows[0].cells != ("Müller", "Köln")
    assert read_list("Firma;Ort\nMüller;Köln\n".encode("cp1252")).table.rows[0].cells == ("Müller", "Köln")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "；"])
def test_the_delimiter_is_recognised(delimiter):
    text = "\n".join(delimiter.join(row) for row in [("name", "country", "city"), ("A", "DE", "B"), ("C", "FR", "D")])
    found = read_list(text.encode())
    assert found.delimiter == delimiter
    assert found.table.headers == ("name", "country", "city")


def test_a_row_with_full_width_commas_in_a_file_with_plain_ones_is_cut_too():
    found = read_list("name,country,city\nA,DE,B\nC，CN，深圳\n".encode())
    assert found.table.rows[1].cells == ("C", "CN", "深圳")


def test_line_breaks_and_delimiters_inside_quotation_marks_stay_in_the_cell():
    found = read_list(b'name,address\n"A, Inc.","Road 1\nTown"\nB,C\n')
    assert found.table.rows[0].cells == ("A, Inc.", "Road 1\nTown")
    assert [row.number for row in found.table.rows] == [2, 3]


def test_an_unclosed_quotation_mark_does_not_swallow_the_file():
    lines = ["name,country", 'The "Best" Ltd,DE', '"Broken Ltd,DE', *(f"Supplier {n},DE" for n in range(60))]
    found = read_list("\n".join(lines).encode())
    assert len(found.table.rows) == 62
    assert any("never closed" in note for note in found.table.notes)


def test_ragged_empty_and_repeated_header_rows():
    found = read_list(b"name,country\nA,DE\n\n,,\nname,country\nB\nC,FR,extra\n")
    assert [(row.number, row.cells) for row in found.table.rows] == [
        (2, ("A", "DE", "")),
        (6, ("B", "", "")),
        (7, ("C", "FR", "extra")),
    ]
    assert found.table.headers == ("name", "country", "Column C")
    assert any("more cells" in note for note in found.table.notes)


def test_nul_characters_are_dropped():
    assert read_list(b"name,country\nA\x00cme,DE\nB,FR\nC,FR\n").table.rows[0].cells == ("Acme", "DE")


def test_headers_are_found_below_a_title():
    found = read_list(b"Supplier list 2026\n\nprepared by purchasing\nVendor,Country,City\nA,DE,Bonn\n")
    assert found.table.header_row == 4
    assert found.table.headers == ("Vendor", "Country", "City")


def test_a_file_without_headers_gets_letters():
    found = read_list(b"Acme 1 Ltd,DE,info@acme.example\nBeta 2 Ltd,FR,info@beta.example\n")
    assert found.table.header_row == 0
    assert found.table.headers == ("Column A", "Column B", "Column C")
    assert len(found.table.rows) == 2


def test_double_and_missing_headers_are_told_apart():
    found = read_list(b"name,contact,contact,\nA,b,c,d\n")
    assert found.table.headers == ("name", "contact (1)", "contact (2)", "Column D")
    assert len(found.table.notes) == 2


def test_three_hundred_columns_are_read_and_too_many_refused_with_advice():
    wide = ",".join(["name", "country", *(f"extra {n}" for n in range(298))])
    assert len(read_list(f"{wide}\nA,DE\n".encode()).table.headers) == 300
    too_wide = ",".join(["name"] * (MAX_COLUMNS + 1))
    with pytest.raises(FileRefused, match="Delete the columns"):
        read_list(f"{too_wide}\nA\n".encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"name,country\n", "no rows"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><table><tr><td>A</td></tr></table>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as XLSX"),
        (b"PK\x03\x04broken", "damaged"),
        (bytes(range(1, 30)) * 50, "not a text file"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data, says):
    with pytest.raises(FileRefused, match=says):
        read_list(data)


def test_an_xlsx_shows_what_a_person_sees_in_it():
    book = Workbook()
    sheet = book.active
    sheet.append(["Supplier", "Country", "PLZ", "Since", "Number"])
    sheet.append(["Müller GmbH", "DE", 1067, date(2020, 5, 4), 4711.0])
    sheet["C2"].number_format = "00000"
    sheet.append([])
    sheet.append(["Dupont SA", "FR", "69001", None, 12.5])
    found = read_list(_bytes(book))
    assert found.kind == "xlsx"
    assert [row.cells for row in found.table.rows] == [
        ("Müller GmbH", "DE", "01067", "2020-05-04", "4711"),
        ("Dupont SA", "FR", "69001", "", "12.5"),
    ]
    assert [row.number for row in found.table.rows] == [2, 4]


def test_merged_cells_count_for_each_row_they_cover():
    book = Workbook()
    sheet = book.active
    for row in (["Country", "Name"], ["China", "A"], [None, "B"], ["Japan", "C"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert [row.cells for row in read_list(_bytes(book)).table.rows] == [("China", "A"), ("China", "B"), ("Japan", "C")]


def test_formula_cells_without_a_stored_value_are_named():
    book = Workbook()
    for row in (["Name", "Country"], ["=CONCATENATE(A1,B1)", "DE"], ["B", "FR"]):
        book.active.append(row)
    found = read_list(_bytes(book))
    assert found.table.rows[0].cells == ("", "DE")
    assert any("A2" in note for note in found.table.notes)


def test_the_sheet_with_the_list_is_chosen_and_another_can_be():
    book = Workbook()
    book.active.title = "Read me"
    book.active.append(["How to fill in this workbook"])
    suppliers = book.create_sheet("Suppliers")
    for row in (["Name", "Country"], ["A", "DE"], ["B", "FR"]):
        suppliers.append(row)
    other = book.create_sheet("Old")
    for row in (["Name", "Country"], ["C", "IT"]):
        other.append(row)
    assert read_list(_bytes(book)).sheet == "Suppliers"
    assert read_list(_bytes(book), ReadOptions(sheet="Old")).table.rows[0].cells == ("C", "IT")


def test_an_archive_that_unpacks_to_something_absurd_is_not_opened():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024 * 1024))
    with pytest.raises(FileRefused, match="would unpack"):
        read_list(target.getvalue())


def test_a_plain_zip_is_told_from_a_workbook():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("suppliers.csv", "name\nA\n")
    with pytest.raises(FileRefused, match="Unpack it"):
        read_list(target.getvalue())


@pytest.mark.parametrize("repacked", [False, True], ids=["archive", "content"])
def test_a_workbook_damaged_anywhere_is_read_or_refused_in_words(repacked):
    dice = random.Random(7)  # noqa: S311  (the same damage in every run)
    book = Workbook()
    for number in range(30):
        book.active.append([f"Acme {number}", "DE", date(2026, 1, 1), number * 1.5])
    whole, refused = _bytes(book), 0
    for _ in range(60):
        data = _with_damaged_part(whole, dice) if repacked else _damaged(whole, dice)
        try:
            read_list(data)
        except FileRefused:
            refused += 1
    assert refused > 10


def _damaged(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(5):
        changed[dice.randrange(4, len(changed))] = dice.randrange(256)
    return bytes(changed)


def _with_damaged_part(data: bytes, dice: random.Random) -> bytes:
    """One file of the archive cut off somewhere, or left out."""
    target, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    victim = dice.choice(source.namelist())
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name != victim or dice.random() < 0.7:
                archive.writestr(name, content[: dice.randrange(len(content))] if name == victim else content)
    return target.getvalue()


def _bytes(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
