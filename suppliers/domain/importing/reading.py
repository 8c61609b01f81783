"""A supplier list as a table: the general reading, with the words by which people name the columns of such a list."""

from common.tabular.reading import ReadOptions, Recognised, open_file, read_file

from .vocabulary import field_for_header


def read_list(
    data: bytes, options: ReadOptions | None = None, *, limit: int | None = None, counted: bool = False
) -> Recognised:
    """Read a supplier list, for a preview only its first `limit` rows (`counted`: all are). Raises FileRefused."""
    return read_file(open_file(data, counted=counted), options, known=field_for_header, limit=limit)
