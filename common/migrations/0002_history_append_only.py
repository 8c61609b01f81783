"""The history is append-only, and the database itself refuses anything else, on both engines."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER common_change_no_{word} BEFORE {verb} ON common_change
       BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""".format(word=word, verb=verb)
    for word, verb in (("update", "UPDATE"), ("delete", "DELETE"))
]
POSTGRESQL = [
    """CREATE FUNCTION common_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER common_change_append_only BEFORE UPDATE OR DELETE ON common_change
       FOR EACH ROW EXECUTE FUNCTION common_refuse_change()""",
]


def create(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for word in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER common_change_no_{word}")
    else:
        schema_editor.execute("DROP TRIGGER common_change_append_only ON common_change")
        schema_editor.execute("DROP FUNCTION common_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
