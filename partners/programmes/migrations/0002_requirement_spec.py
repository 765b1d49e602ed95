import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

# What was published so far has one piece of evidence, which is named after its kind.
CARRY_OVER = """
update programmes_requirement set
    evidence = jsonb_build_object(accepts->>'kind', accepts),
    any_of = jsonb_build_array(jsonb_build_array(accepts->>'kind')),
    blocks = array_replace(blocks, 'publish', 'list_public')
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="requirement", name="published_is_final"),
        migrations.RemoveConstraint(model_name="requirement", name="requirement_level_is_known"),
        migrations.AddField("requirement", "badge", models.CharField(blank=True, max_length=40, default=""), preserve_default=False),
        migrations.AddField("requirement", "applies_if", models.JSONField(blank=True, null=True)),
        migrations.AddField("requirement", "evidence", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("requirement", "any_of", models.JSONField(default=list), preserve_default=False),
        migrations.AddField("requirement", "due_in", models.CharField(max_length=10, default="P30D"), preserve_default=False),
        migrations.AddField("requirement", "grace", models.CharField(max_length=10, default="P30D"), preserve_default=False),
        migrations.AddField("requirement", "valid_for", models.CharField(blank=True, max_length=10, default=""), preserve_default=False),
        migrations.AddField("requirement", "max_age", models.CharField(blank=True, max_length=10, default=""), preserve_default=False),
        migrations.AddField(
            "requirement",
            "touches",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, size=None, default=list
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(CARRY_OVER),
        migrations.RemoveField("requirement", "accepts"),
        migrations.AlterField(
            model_name='requirement',
            name='blocks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, size=None),
        ),
        migrations.AlterField(
            model_name='requirement',
            name='level',
            field=models.CharField(choices=[('mandatory', 'mandatory'), ('recommended', 'recommended'), ('badge', 'badge')], max_length=20),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='requirement',
            trigger=pgtrigger.compiler.Trigger(name='published_is_final', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."programme_id" IS DISTINCT FROM (NEW."programme_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."badge" IS DISTINCT FROM (NEW."badge") OR OLD."applies_if" IS DISTINCT FROM (NEW."applies_if") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."any_of" IS DISTINCT FROM (NEW."any_of") OR OLD."check_code" IS DISTINCT FROM (NEW."check_code") OR OLD."decided_by" IS DISTINCT FROM (NEW."decided_by") OR OLD."blocks" IS DISTINCT FROM (NEW."blocks") OR OLD."due_in" IS DISTINCT FROM (NEW."due_in") OR OLD."grace" IS DISTINCT FROM (NEW."grace") OR OLD."valid_for" IS DISTINCT FROM (NEW."valid_for") OR OLD."max_age" IS DISTINCT FROM (NEW."max_age") OR OLD."touches" IS DISTINCT FROM (NEW."touches") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1b83622f6e6eb98d92d816e624a9148d0ace5d86', operation='UPDATE', pgid='pgtrigger_published_is_final_074e5', table='programmes_requirement', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ('mandatory', 'recommended', 'badge'))), name='requirement_level_is_known'),
        ),
    ]
