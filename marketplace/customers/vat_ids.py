"""VAT ids: one way to write them, and whether their check digits hold."""

from dataclasses import dataclass

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from core.refusals import Invalid
from marketplace.customers.countries import vat_prefix, vat_state
from partners.organisations.vat import normalise


@dataclass(frozen=True, slots=True)
class VatId:
    """A VAT id without separators, in capitals; `verified` when it passed the check of an EU member state."""

    number: str
    verified: bool


NONE = VatId("", verified=False)


def examine(text: str, country: str) -> VatId:
    """Return the VAT id as it is kept, for a customer whose address is in `country`.

    Inside the EU it must begin with the country's prefix and pass that state's structure and check digits
    (python-stdnum; nobody is asked over the network). Outside the EU it is kept as it is, and never counts as
    verified. Raises Invalid, which names the field `vat_id`.
    """
    try:
        number = normalise(text)
    except ValueError as error:
        raise Invalid.field("vat_id", str(error)) from None
    if not number:
        return NONE
    state = vat_state(country)
    if state is None:
        return VatId(number, verified=False)
    if state == "GR" and number.startswith("GR"):
        number = "EL" + number[2:]
    prefix = vat_prefix(state)
    if not number.startswith(prefix):
        raise Invalid.field(
            "vat_id",
            f"The address is in {country}, so the VAT id begins with {prefix}."
            " Send the id of the country of the address, or leave it empty.",
        )
    try:
        return VatId(vat.validate(number), verified=True)
    except ValidationError:
        raise Invalid.field(
            "vat_id",
            f"{number} does not pass the check of {state}: a digit is wrong or missing."
            " Compare it with your registration, or leave it empty.",
            code="vat-id-check-failed",
        ) from None
