"""The search for cycles rests while many objects are made, and goes on afterwards whatever happened."""

import gc

import pytest

from common.collecting import without_collecting


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
