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

# What each scheme is for, for those who choose one.
DESCRIPTIONS: Mapping[str, str | Promise] = {
    "flat": _("One price for each month or year, whatever is used."),
    "per_seat": _("A price for each person who uses it; the customer orders a number of seats."),
    "per_unit": _("A price for each unit that you name: a gigabyte, a project, a call."),
    "graduated": _("Tiers that fill up one after the other: each unit costs what its tier asks."),
    "volume": _("Tiers of which one holds: the tier that is reached prices every unit."),
    "package": _("A price for each begun hundred, or each full one."),
    "block": _("Blocks that are bought whole, cheaper or larger from tier to tier."),
    "capacity": _("A price for the size that the peak of a month needed."),
    "percentage": _("A share of each transaction, with a fixed fee, a free allowance and bounds if you like."),
    "graduated_percentage": _("A share of the money that moves, which changes from tier to tier."),
    "dynamic": _("Each event says what it costs; you add a factor."),
    "matrix": _("A price for each combination of values, such as region and size."),
}

# The names in the schemas of terms, which are written in English there; collected for translation.
NAMES = (
    _("Price"),
    _("Quantity"),
    _("Percent"),
    _("Number"),
    _("Tiers"),
    _("Up to"),
    _("Fixed fee"),
    _("Units in a package"),
    _("Price of a package"),
    _("Free units"),
    _("A begun package"),
    _("Units in a block"),
    _("Blocks"),
    _("Price of a block"),
    _("Rate"),
    _("Fixed fee for each transaction"),
    _("Free transactions"),
    _("Free amount"),
    _("At least, for each transaction"),
    _("At most, for each transaction"),
    _("Factor"),
    _("Dimensions"),
    _("Dimension"),
    _("Cells"),
    _("Values"),
    _("Value"),
    _("Everything else"),
    _("Counted units in a priced one"),
    _("A begun unit"),
    _("Included units"),
    _("At least, for each period"),
    _("At most, for each period"),
    _("Set-up fee, once"),
    _("Free days"),
    _("Months"),
    _("Field"),
)

# What the choices in the schemas mean.
CHOICES: Mapping[str, str | Promise] = {
    "up": _("Counts in full"),
    "down": _("Costs nothing"),
    "none": _("Counts as the part that it is"),
    "all_tiers": _("One tier after the other"),
    "top_tier": _("The tier that is reached prices everything"),
}
