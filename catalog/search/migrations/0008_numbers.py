import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

# The table is made anew, for what is read of thousands of rows has to come first in a row, and a column that is added
# to a table is its last.
KEPT = (
    'listing_id, published_at, monthly_minor, currency, name_key, words, partner_slug, categories, intervals, schemes,'
    ' offer_id, works_with, excludes, rating_tenths, rating_key, tags, integrations, places, badges, reprice_on, card'
)


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0007_other_prices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('turn', models.BigAutoField(primary_key=True, serialize=False)),
                ('edition', models.UUIDField(unique=True)),
                ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
            ],
        ),
        migrations.RunSQL('CREATE SEQUENCE search_document_number AS integer', 'DROP SEQUENCE search_document_number'),
        migrations.RunSQL('CREATE TABLE search_document_before AS SELECT * FROM search_document', 'DROP TABLE search_document_before'),
        migrations.DeleteModel(name='Document'),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('listing_id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.IntegerField(db_default=models.Func(models.Value('search_document_number'), function='nextval'), unique=True)),
                ('published_at', models.DateTimeField()),
                ('monthly_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('name_key', models.TextField(db_collation='C')),
                ('words', django.contrib.postgres.search.SearchVectorField()),
                ('partner_slug', models.TextField()),
                ('partner_name', models.TextField(db_default='')),
                ('categories', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('intervals', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('schemes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('offer_id', models.UUIDField(null=True)),
                ('works_with', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], size=None)),
                ('excludes', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=[], size=None)),
                ('rating_tenths', models.SmallIntegerField(null=True)),
                ('rating_key', models.IntegerField(db_default=3000000)),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('integrations', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('badges', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None)),
                ('reprice_on', models.DateField(null=True)),
                ('card', models.TextField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('words', 'tsvector_ops'), fastupdate=False, name='document_words'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func(models.F('words'), models.Value('{a}'), function='ts_filter'), 'tsvector_ops'), fastupdate=False, name='document_name_words'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['categories'], name='document_categories'), models.Index(models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('listing_id'), descending=True), name='document_newest'), models.Index(fields=['name_key', 'listing_id'], name='document_by_name'), models.Index(fields=['currency', 'monthly_minor', 'listing_id'], name='document_by_price'), models.Index(fields=['partner_slug', 'published_at'], name='document_by_partner'), models.Index(fields=['offer_id'], name='document_by_offer'), models.Index(models.OrderBy(models.F('rating_key'), descending=True), models.OrderBy(models.F('listing_id'), descending=True), name='document_by_rating'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['works_with'], name='document_works_with'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['tags', 'integrations', 'places', 'badges'], name='document_tags_and_places'), models.Index(condition=models.Q(('reprice_on__isnull', False)), fields=['reprice_on', 'listing_id'], name='document_to_reprice')],
                'constraints': [],
            },
        ),
        migrations.RunSQL(
            f'INSERT INTO search_document ({KEPT}) SELECT {KEPT} FROM search_document_before',
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL('DROP TABLE search_document_before', 'CREATE TABLE search_document_before AS SELECT * FROM search_document'),
    ]
