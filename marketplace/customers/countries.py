"""Countries as billing knows them."""

# ISO 3166-1 alpha-2, the officially assigned codes.
_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ"
    " CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO"
    " FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE"
    " JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO"
    " MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW"
    " PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM"
    " TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
COUNTRIES = frozenset(_CODES.split())

# The member states of the European Union, which share one system of VAT.
_MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EUROPEAN_UNION = frozenset(_MEMBERS.split())
# Monaco counts as France (Directive 2006/112/EC, Art. 7).
_COUNTS_AS = {"MC": "FR"}


def vat_state(country: str) -> str | None:
    """Return the EU member state to whose VAT an address in `country` belongs; None outside the EU.

    Parts of a member state that lie outside the EU's VAT (the Canaries, Büsingen…) are told apart by postcode,
    which is not done here: they count as their state.
    """
    state = _COUNTS_AS.get(country, country)
    return state if state in EUROPEAN_UNION else None


def vat_prefix(state: str) -> str:
    """Return what a VAT id of an EU state begins with: its code, but EL for Greece (Directive 2006/112, Art. 215)."""
    return "EL" if state == "GR" else state
