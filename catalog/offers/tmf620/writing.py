"""An offer as ProductOffering, ProductOfferingPrice and ProductSpecification. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalog.offers.compatibility import Contract
from catalog.offers.compatibility.contract import ALL, FREE
from catalog.offers.tmf620.pricing import prices_of, value_use
from catalog.offers.tmf620.values import (
    COMPLEMENT,
    DATA_CLASSES,
    DATA_LOCATIONS,
    DEPENDENCY,
    EXCLUSIVITY,
    INTEGRATIONS,
    KIND,
    PLAN,
    SOURCE_NOTE,
    TAGS,
    VIDEO,
    WEBSITE,
    Product,
    instant,
    typed,
)


def write(product: Product, *, base_url: str) -> dict[str, Any]:
    """Return the three resources of an offer, and what is not in them; numbers are Decimals of exactly their digits."""
    prices = [price for plan in product.plans for price in prices_of(plan, offer=product.id, base_url=base_url)]
    address = f"{base_url}/api/v1/offers/{product.id}"
    offering = {
        "id": product.id,
        "href": address,
        "name": product.name,
        "description": product.summary,
        "version": str(product.version),
        "isBundle": False,
        "validFor": {"startDateTime": instant(product.created_at)},
        "category": [{"id": slug, **typed("CategoryRef")} for slug in product.categories],
        "productSpecification": {"id": product.id, "name": product.name, **typed("ProductSpecificationRef")},
        "productOfferingPrice": [
            {"id": price["id"], "name": price["name"], **typed("ProductOfferingPriceRef")} for price in prices
        ],
        "productOfferingRelationship": list(_relationships(product.contract, base_url)),
        **typed("ProductOffering"),
    }
    if product.pictures:
        offering["attachment"] = [
            {
                "name": picture.kind,
                "attachmentType": picture.kind,
                "mimeType": "image/png",
                "url": base_url + picture.path,
                "description": picture.alt,
                **typed("AttachmentRef"),
            }
            for picture in product.pictures
        ]
    return {
        "productOffering": offering,
        "productOfferingPrice": prices,
        "productSpecification": _specification(product),
        "leftOut": list(_left_out(product, prices)),
    }


def _left_out(product: Product, prices: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Say what an offer has and the document has not."""
    places = {price["id"]: place for place, price in enumerate(prices)}
    if product.translated_into:
        languages = ", ".join(product.translated_into)
        detail = f"The offer has its texts in further languages too: {languages}."
        yield {"pointer": "/description", "code": "not-exported", "detail": detail}
    for plan in product.plans:
        if plan.other_prices:
            number = plan.other_prices
            detail = f"The plan has {number} more in its price list, for a currency, channel or time of their own."
            pointer = f"/productOfferingPrice/{places[plan.id]}"
            yield {"pointer": pointer, "code": "not-exported", "detail": detail}


def _specification(product: Product) -> dict[str, Any]:
    said: list[tuple[str, tuple[str, ...]]] = [
        (PLAN, tuple(plan.code for plan in product.plans)),
        (KIND, (product.kind,)),
        (WEBSITE, (product.website,) if product.website else ()),
        (VIDEO, (product.video_url,) if product.video_url else ()),
        (SOURCE_NOTE, (product.source_note,) if product.source_note else ()),
        (TAGS, product.tags),
        (INTEGRATIONS, product.integrations),
        (DATA_CLASSES, product.data_classes),
        (DATA_LOCATIONS, product.data_locations),
    ]
    return {
        "id": product.id,
        "name": product.name,
        "brand": product.brand,
        "description": product.description,
        "version": str(product.version),
        "isBundle": False,
        "productSpecCharacteristic": [
            {
                **value_use(name, list(values)),
                "configurable": name == PLAN,
                **typed("ProductSpecificationCharacteristic"),
            }
            for name, values in said
            if values
        ],
        **typed("ProductSpecification"),
    }


def _relationships(contract: Contract, base_url: str) -> Iterator[dict[str, Any]]:
    for one in contract.complements:
        yield _relationship(str(one), COMPLEMENT, base_url)
    for need in contract.requires:
        more: dict[str, Any] = {}
        if need.plans:
            more["plans"] = list(need.plans)
        if contract.match != ALL:
            more["match"] = contract.match
        if contract.seats != FREE and contract.seats_of == need.offer:
            more["seats"] = contract.seats
        yield _relationship(str(need.offer), DEPENDENCY, base_url, **more)
    for one in contract.excludes:
        yield _relationship(str(one), EXCLUSIVITY, base_url)


def _relationship(offer: str, kind: str, base_url: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    extension = "GuichetProductOfferingRelationship" if more else ""
    return {
        "id": offer,
        "href": f"{base_url}/api/v1/offers/{offer}",
        "relationshipType": kind,
        **more,
        **typed("ProductOfferingRelationship", extension, base_url=base_url),
    }
