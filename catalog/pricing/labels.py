"""What schemes, conditions, aggregations and their terms are called on pages, in the language of the reader."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, str | Promise] = {
    "flat": _("Fixed amount"),
    "per_seat": _("Per seat"),
    "per_unit": _("Per unit"),
    "graduated": _("Graduated tiers"),
    "volume": _("Volume tiers"),
    "package": _("Packages"),
    "block": _("Blocks"),
    "capacity": _("Capacity"),
    "percentage": _("Percentage"),
    "graduated_percentage": _("Graduated percentage"),
    "dynamic": _("Price on the event"),
    "matrix": _("Matrix"),
    "unit_conversion": _("Unit conversion"),
    "included_units": _("Included units"),
    "minimum": _("Minimum"),
    "maximum": _("Cap"),
    "setup_fee": _("Set-up fee"),
    "trial": _("Trial"),
    "commitment": _("Commitment"),
    "paid_monthly": _("Paid monthly"),
    "sum": _("Sum"),
    "count": _("Number of events"),
    "max": _("Peak"),
    "unique": _("Different values"),
    "latest": _("Latest value"),
    "time_weighted_sum": _("Sum by time"),
}
