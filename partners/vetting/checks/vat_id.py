"""A VAT id has the right form and check digits, and belongs to the organisation's country.

Whether the number is registered is not asked of anybody; the sources of form and check digits are python-stdnum's
modules, one for each country.
"""

from typing import Any

from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError

from partners.vetting.checks.facts import PASSED, UNDECIDED, Facts, Result, failed

CODES = ("vat_id_missing", "vat_id_other_country", "vat_id_malformed", "vat_id_checksum")

# Where the letters before the number are not the country's ISO code.
_PREFIXES = {
    "CH": ("CHE",),
    "GB": ("GB", "XI"),  # XI: trade in goods of Northern Ireland
    "GR": ("EL",),
    "IM": ("GB",),
    "LI": ("CHE",),
    "MC": ("FR",),
}
# Outside the EU, those whose numbers are written with their prefix and can be checked.
_OTHERS = {"CHE": "ch", "GB": "gb", "NO": "no"}


def check(facts: Facts) -> Result:
    """Judge the VAT id in the evidence; countries whose numbers the check does not know are for a person."""
    vat_id = str(facts.evidence.get("vat_id", ""))
    if not vat_id:
        return failed("vat_id_missing")
    prefixes = _PREFIXES.get(facts.country, (facts.country,))
    prefix = next((p for p in prefixes if vat_id.startswith(p)), None)
    module = _module(prefixes[0])
    if module is None:
        return UNDECIDED
    if prefix is None:
        return failed("vat_id_other_country", vat_id=vat_id, expected=" / ".join(prefixes))
    # Norway's check digits are those of the number alone.
    number = vat_id.removeprefix("NO") if prefix == "NO" else vat_id
    try:
        module.validate(number)
    except (InvalidChecksum, InvalidComponent):
        return failed("vat_id_checksum", vat_id=vat_id)
    except ValidationError:
        return failed("vat_id_malformed", vat_id=vat_id)
    return PASSED


def _module(prefix: str) -> Any:  # noqa: ANN401 - python-stdnum's modules share a shape, not a type
    if prefix in _OTHERS:
        return get_cc_module(_OTHERS[prefix], "vat")
    return eu_vat if prefix == "EL" or prefix.lower() in eu_vat.MEMBER_STATES else None
