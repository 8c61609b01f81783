"""Pages of audits: thin, one service call each."""
