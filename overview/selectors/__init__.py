"""What the overview reads: sums from indexed columns, lists by keyset, each in a fixed number of queries."""
