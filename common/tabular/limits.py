"""What is accepted at most, and the refusal of what is beyond it."""

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_COMPRESSION_RATIO = 200
MAX_ARCHIVE_ENTRIES = 2_000
MAX_ROWS = 100_000
"""Rows of a list, its headings not among them."""
MOST_HEADINGS = 25
"""Rows down to the headings that are looked at: titles, notes, the headings themselves."""
MAX_COLUMNS = 400
MAX_CELL_CHARS = 20_000
"""A cell longer than this is no value; nearly always a quotation mark was never closed."""


class FileRefused(Exception):
    """The file cannot be imported as it is. The message says what is wrong and how to go on."""


def check_size(size: int) -> None:
    """Refuse an upload by its size in bytes."""
    if size == 0:
        raise FileRefused("The file is empty. Export it again and upload it.")
    if size > MAX_FILE_BYTES:
        raise FileRefused(
            f"The file has {size / 1048576:.0f} MB; up to {MAX_FILE_BYTES // 1048576} MB are accepted. "
            "Split the list into several files."
        )


def check_shape(rows: int, columns: int) -> None:
    """Refuse a file by its number of columns, or of rows with anything in them where some may be above the list."""
    if columns > MAX_COLUMNS:
        raise FileRefused(
            f"The list has {columns} columns; up to {MAX_COLUMNS} are accepted. "
            "Delete the columns that are not needed and upload it again."
        )
    check_rows(rows - MOST_HEADINGS)


def check_rows(rows: int) -> None:
    """Refuse a list by its number of rows below the headings."""
    if rows > MAX_ROWS:
        raise FileRefused(
            f"The list has more than {MAX_ROWS:,} rows. Split it into several files and upload them one by one."
        )
