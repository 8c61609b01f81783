"""What scorecards are called in a ZIP: readable, in order, and taken by every system."""

import pytest

from scoring.models import BundleItem, Snapshot
from scoring.services.bundle_join import file_name
from suppliers.models import Supplier


def item(name, scope_label="", *, number=5):
    made = BundleItem(
        position=7, supplier=Supplier(pk=number, legal_name=name), scope_key="scope:1" if scope_label else ""
    )
    made.snapshot = Snapshot(scope_label=scope_label)
    return made


def test_a_name_says_the_order_the_supplier_and_its_number():
    assert file_name(item("Łódź Odlewnia Sp. z o.o.")) == "007-łódź-odlewnia-sp-z-oo-5.pdf"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("株式会社テスト", "007-株式会社テスト-5-anodising-works-2.pdf"),
        ("../../etc/passwd", "007-etcpasswd-5-anodising-works-2.pdf"),
        ("=HYPERLINK()", "007-hyperlink-5-anodising-works-2.pdf"),
        ("\u202egnp.exe", "007-gnpexe-5-anodising-works-2.pdf"),
        ("...", "007-supplier-5-anodising-works-2.pdf"),
    ],
)
def test_a_name_has_its_own_letters_and_says_the_scope(name, expected):
    assert file_name(item(name, "Anodising, Works 2")) == expected


def test_a_name_is_no_longer_than_a_folder_takes():
    assert len(file_name(item("鋳" * 400, "鍛" * 400, number=10**9)).encode()) <= 255
