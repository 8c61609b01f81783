"""The interface to the portfolio as a whole."""
