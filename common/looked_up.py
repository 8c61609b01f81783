"""Words of another table, looked up by its key."""

from django.db.models import Func, TextField


class LookedUp(Func):
    """Words of another table by its key.

    As a subselect: they are looked up for the rows of a page only, and there are fewer tables whose order the planner
    weighs.
    """

    template = "(SELECT %(words)s FROM %(tables)s WHERE told.id = %(expressions)s)"
    output_field = TextField()
