"""The register of conditions: one pure file each, and one line here, in the order in which they take effect."""

from collections.abc import Mapping

from catalog.pricing.condition import Condition
from catalog.pricing.conditions.commitment import Commitment
from catalog.pricing.conditions.included_units import IncludedUnits
from catalog.pricing.conditions.maximum import Maximum
from catalog.pricing.conditions.minimum import Minimum
from catalog.pricing.conditions.paid_monthly import PaidMonthly
from catalog.pricing.conditions.setup_fee import SetupFee
from catalog.pricing.conditions.trial import Trial
from catalog.pricing.conditions.unit_conversion import UnitConversion

CONDITIONS: Mapping[str, Condition] = {
    condition.code: condition
    for condition in (
        UnitConversion(),
        IncludedUnits(),
        Minimum(),
        Maximum(),
        SetupFee(),
        Trial(),
        Commitment(),
        PaidMonthly(),
    )
}
