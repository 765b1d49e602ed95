"""Tables of search: what is found, and the words that are known."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func


class Document(models.Model):
    """One live listing, flat: whatever a list page needs to find, order and show it comes from this row alone.

    It is written by this room's actions only, from the listing's live version, and can be rebuilt at any time. `number`
    is a short name of it, for sets of many.
    """

    # What is read of thousands of rows comes first: PostgreSQL walks a row's columns in this order.
    listing_id = models.UUIDField(primary_key=True)
    number = models.IntegerField(
        unique=True, db_default=Func(models.Value("search_document_number"), function="nextval")
    )
    published_at = models.DateTimeField()
    monthly_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    name_key = models.TextField(db_collation="C")
    words = SearchVectorField()
    partner_slug = models.TextField()
    partner_name = models.TextField(db_default="")
    categories = ArrayField(models.TextField())
    intervals = ArrayField(models.TextField())
    schemes = ArrayField(models.TextField(), db_default=[])
    offer_id = models.UUIDField(null=True)
    works_with = ArrayField(models.UUIDField(), db_default=[])
    excludes = ArrayField(models.UUIDField(), db_default=[])
    rating_tenths = models.SmallIntegerField(null=True)
    rating_key = models.IntegerField(db_default=3_000_000)
    tags = ArrayField(models.TextField(), db_default=[])
    integrations = ArrayField(models.TextField(), db_default=[])
    places = ArrayField(models.TextField(), db_default=[])
    badges = ArrayField(models.TextField(), db_default=[])
    # The next day on which one of its prices begins or ends.
    reprice_on = models.DateField(null=True)
    card = models.TextField()

    class Meta:
        indexes = [
            GinIndex(OpClass("words", "tsvector_ops"), name="document_words", fastupdate=False),
            # Only the words of names: how a word found nearly everywhere still puts names first.
            GinIndex(
                OpClass(Func(F("words"), models.Value("{a}"), function="ts_filter"), "tsvector_ops"),
                name="document_name_words",
                fastupdate=False,
            ),
            GinIndex(fields=["categories"], name="document_categories", fastupdate=False),
            models.Index(F("published_at").desc(), F("listing_id").desc(), name="document_newest"),
            models.Index(fields=["name_key", "listing_id"], name="document_by_name"),
            models.Index(fields=["currency", "monthly_minor", "listing_id"], name="document_by_price"),
            models.Index(fields=["partner_slug", "published_at"], name="document_by_partner"),
            models.Index(fields=["offer_id"], name="document_by_offer"),
            models.Index(F("rating_key").desc(), F("listing_id").desc(), name="document_by_rating"),
            GinIndex(fields=["works_with"], name="document_works_with", fastupdate=False),
            GinIndex(
                fields=["tags", "integrations", "places", "badges"], name="document_tags_and_places", fastupdate=False
            ),
            models.Index(
                fields=["reprice_on", "listing_id"],
                name="document_to_reprice",
                condition=models.Q(reprice_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name_key


class Price(models.Model):
    """What a listing costs a month from, where its document does not say it: in a further currency, or in a channel.

    Without a channel it counts in every one that has no price of its own in that currency. Null is “by usage”.
    """

    listing_id = models.UUIDField()
    channel = models.TextField(blank=True, db_collation="C")
    currency = models.TextField(db_collation="C")
    monthly_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing_id", "currency", "channel"], name="price_once_per_place"),
        ]
        indexes = [
            models.Index(fields=["channel", "currency", "monthly_minor", "listing_id"], name="price_by_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.currency} {self.monthly_minor}"


class Word(models.Model):
    """One word or stem of the live listings: in how many it is, and in how many somebody spelled it so."""

    # Unique by a constraint: as a primary key Django would keep a second index of it, for another collation.
    word = models.TextField(db_collation="C")
    documents = models.IntegerField()
    spelled = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word"], name="word_once")]
        indexes = [
            GinIndex(OpClass("word", "gin_trgm_ops"), name="word_trigrams", condition=models.Q(spelled__gt=0)),
        ]

    def __str__(self) -> str:
        return self.word


class Edition(models.Model):
    """The state of the documents as a whole, in one row: any change of them gives it another value."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    edition = models.UUIDField()
    made_by = models.CharField(
        max_length=64, db_default="", help_text="The code that built all documents last, as a hash"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="edition_is_one")]

    def __str__(self) -> str:
        return str(self.edition)


class Change(models.Model):
    """Which listings became others, or went, with an edition, by their numbers. The last editions are here."""

    turn = models.BigAutoField(primary_key=True)
    edition = models.UUIDField(unique=True)
    numbers = ArrayField(models.IntegerField())

    def __str__(self) -> str:
        return str(self.edition)
