"""What the start page reads. Each list is cut to its first rows and read in a fixed number of queries."""

from start.selectors.counts import waiting_counts
from start.selectors.desk import DeskList, DeskRow, desk_for
from start.selectors.news import changes_seen_by
from start.selectors.risk import rating_counts

__all__ = ["DeskList", "DeskRow", "changes_seen_by", "desk_for", "rating_counts", "waiting_counts"]
