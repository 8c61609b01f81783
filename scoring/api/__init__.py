"""The interface to ratings and scorecards."""
