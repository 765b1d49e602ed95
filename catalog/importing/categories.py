"""Categories for tags. Pure."""

from django.utils.text import slugify

from catalog.importing.lines import BadLine


def category_slug(tag: str) -> str:
    """Return the address of the category for a tag; empty when the tag has no letter or digit for one."""
    return slugify(tag)[:60].replace("_", "-").strip("-")


def category_slugs(tags: tuple[str, ...]) -> list[str]:
    """Return the categories of a product's tags, each once. Raises BadLine for a tag that has none."""
    for tag in tags:
        if not category_slug(tag):
            raise BadLine(f"the tag “{tag}” has no letter or digit that an address can be made of")
    return list(dict.fromkeys(category_slug(tag) for tag in tags))
