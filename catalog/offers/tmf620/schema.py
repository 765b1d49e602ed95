"""The JSON Schema of what we add to TMF620's types, by TMF's own pattern of extension. Pure."""

from typing import Any

from catalog.offers.compatibility.checks import SEAT_RULES
from catalog.offers.rules import VISIBILITIES
from catalog.pricing.aggregations import AGGREGATIONS

_MONEY = {
    "type": "object",
    "properties": {"unit": {"type": "string", "description": "ISO 4217"}, "value": {"type": "number", "minimum": 0}},
    "required": ["unit", "value"],
}
SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What Guichet adds to the types of TMF620 v4",
    "$defs": {
        "GuichetProductOfferingPrice": {
            "description": "A ProductOfferingPrice with what TMF620 has no attribute for; each only where it is used.",
            "type": "object",
            "properties": {
                "usageMeter": {
                    "description": "How the usage is measured that a price of the type usage is for.",
                    "type": "object",
                    "properties": {
                        "aggregation": {"type": "string", "enum": [*AGGREGATIONS]},
                        "field": {"type": "string"},
                    },
                    "required": ["aggregation"],
                },
                "includedQuantity": {
                    "description": "How many units of each period cost nothing.",
                    "type": "object",
                    "properties": {"amount": {"type": "number", "exclusiveMinimum": 0}},
                    "required": ["amount"],
                },
                "unitConversion": {
                    "description": "How many counted units a priced one has, and whether a begun one counts in full.",
                    "type": "object",
                    "properties": {
                        "divideBy": {"type": "number", "exclusiveMinimum": 0},
                        "rounding": {"type": "string", "enum": ["up", "none"]},
                    },
                    "required": ["divideBy", "rounding"],
                },
                "visibility": {
                    "description": "private: only for customers who were named; public where it is left out.",
                    "enum": [*VISIBILITIES],
                },
                "standsInFor": {
                    "description": "The code of the public plan that a private one is compared with.",
                    "type": "string",
                },
                "instalments": {"description": "A yearly price is paid in so many monthly parts.", "const": 12},
            },
        },
        "GuichetPriceConstraint": {
            "description": "A ConstraintRef that is the least or the most a period costs; its id says which.",
            "type": "object",
            "properties": {"id": {"type": "string", "enum": ["minimum", "maximum"]}, "price": _MONEY},
            "required": ["id", "price"],
        },
        "GuichetProductOfferingRelationship": {
            "description": "A ProductOfferingRelationship of the type dependency with what it leaves open.",
            "type": "object",
            "properties": {
                "plans": {
                    "description": "The codes of plans of which any will do; left out where every plan will.",
                    "type": "array",
                    "items": {"type": "string"},
                },
                "match": {"description": "Whether all dependencies are needed, or any one.", "enum": ["all", "any"]},
                "seats": {
                    "description": "How its quantity relates to that of the offering depended upon.",
                    "enum": [*SEAT_RULES],
                },
            },
        },
    },
}
