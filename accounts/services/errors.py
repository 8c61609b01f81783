class Refused(Exception):
    """A rule does not allow this; the text says which and how to go on."""
