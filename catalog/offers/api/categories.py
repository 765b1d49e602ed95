"""REST v1: the categories of the catalogue, and the tree that they stand in."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.offers import actions, rules
from catalog.offers.models import Category
from catalog.offers.tree import lineages
from core import clock
from core.accounts.roles import StaffRole
from core.web.access import PUBLIC, Staff
from core.web.addressing import one
from core.web.conditional import expected_version, version_tag
from core.web.serializers import StrictSerializer, Text, Whole, read
from core.web.views import ApiView

EXAMPLE = {"slug": "email", "name": "Email", "name_fr": "Courriel", "parent": "communication"}


class CategoryChanges(StrictSerializer):
    """What may be changed of a category."""

    name = Text(max_length=rules.CATEGORY_NAME)
    name_fr = Text(max_length=rules.CATEGORY_NAME, required=False, allow_blank=True)
    position = Whole(min_value=0, max_value=rules.LAST_POSITION, required=False, help_text="Order among its kind")
    parent = Text(  # type: ignore[assignment]
        max_length=rules.CATEGORY_SLUG,
        required=False,
        allow_null=True,
        help_text="The slug of the one to put it under; null for where its name says",
    )


class CategoryDraft(CategoryChanges):
    """A new category."""

    slug = Text(max_length=rules.CATEGORY_SLUG, help_text="Stays for ever: small letters, digits and hyphens")


class CategoryNamesSerializer(serializers.Serializer):
    """What a category is called."""

    en = serializers.CharField()
    fr = serializers.CharField(help_text="Empty where there is none")


class PlacedCategorySerializer(serializers.Serializer):
    """A category, and where it stands."""

    slug = serializers.CharField()
    name = serializers.CharField(help_text="In the language of Accept-Language")
    names = CategoryNamesSerializer()
    position = serializers.IntegerField()
    parent = serializers.CharField(  # type: ignore[assignment]
        allow_null=True, help_text="The one that staff put it under; null where its name says its place"
    )
    lies_under = serializers.CharField(
        allow_null=True, help_text="The category or heading that it lies under either way; null for the topmost"
    )
    version = serializers.IntegerField()


class CategoriesSerializer(serializers.Serializer):
    """All categories, in their order."""

    results = PlacedCategorySerializer(many=True)


class CategoriesView(ApiView):
    """The shelves of the catalogue."""

    access = {"GET": PUBLIC, "POST": Staff(StaffRole.CATALOGUE)}

    @extend_schema(summary="List all categories", responses=CategoriesSerializer)
    def get(self, request: Request) -> Response:
        """Answer all of them at once: they are few; two queries."""
        return Response({"results": _placed_json()})

    @extend_schema(
        summary="Put up a category",
        request=CategoryDraft,
        responses={201: PlacedCategorySerializer},
        examples=[OpenApiExample("One under another", EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> Response:
        """Put it up; offers can go into it at once."""
        made = actions.add_category(**read(CategoryDraft, request.data), actor=self.principal.actor, at=clock.now())
        headers = {"Location": f"/api/v1/categories/{made.slug}", "ETag": version_tag(made.version)}
        return Response(_one_json(made.slug), status=201, headers=headers)


class CategoryView(ApiView):
    """One shelf of the catalogue."""

    access = {"GET": PUBLIC, "PATCH": Staff(StaffRole.CATALOGUE), "DELETE": Staff(StaffRole.CATALOGUE)}

    @extend_schema(summary="Show a category", responses=PlacedCategorySerializer)
    def get(self, request: Request, slug: str) -> Response:
        """Answer it."""
        found = one(Category.objects.all(), slug=slug)
        return Response(_one_json(slug), headers={"ETag": version_tag(found.version)})

    @extend_schema(
        summary="Rename, order or move a category",
        request=CategoryChanges(partial=True),
        responses=PlacedCategorySerializer,
        examples=[OpenApiExample("Under another", {"parent": "communication"}, request_only=True)],
    )
    def patch(self, request: Request, slug: str) -> Response:
        """Change the named fields; listings in it and below are found and counted by its new place soon after."""
        found = one(Category.objects.all(), slug=slug)
        changed = actions.change_category(
            category=found,
            version=expected_version(request, found.version),
            changes=read(CategoryChanges, request.data, partial=True),
            actor=self.principal.actor,
            at=clock.now(),
        )
        return Response(_one_json(slug), headers={"ETag": version_tag(changed.version)})

    @extend_schema(
        summary="Retire a category",
        description="Only where nothing stands on it: no category below, no draft, no listing version that is shown or"
        " may come to be, no channel. Otherwise “standing” of the refusal says how many of each.",
        responses={204: None},
    )
    def delete(self, request: Request, slug: str) -> Response:
        """Take it down."""
        found = one(Category.objects.all(), slug=slug)
        actions.retire_category(category=found, actor=self.principal.actor, at=clock.now())
        return Response(status=204)


def _one_json(slug: str) -> dict[str, Any]:
    return next(each for each in _placed_json() if each["slug"] == slug)


def _placed_json() -> list[dict[str, Any]]:
    rows = list(Category.objects.all())
    slugs = {row.pk: row.slug for row in rows}
    ways = lineages(Category.objects.placed())
    return [
        {
            "slug": row.slug,
            "name": row.shown_name,
            "names": {"en": row.name, "fr": row.name_fr},
            "position": row.position,
            "parent": slugs.get(row.parent_id) if row.parent_id else None,
            "lies_under": next(iter(ways.get(row.slug, [])[-2:-1]), None),
            "version": row.version,
        }
        for row in rows
    ]
