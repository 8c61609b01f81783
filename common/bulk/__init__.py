"""Many records at once: selecting them in a list, looking at what a change would do, doing it, undoing it.

Apps register a `Kind` each; nothing here knows what a record is.
"""
