"""What an add-on says of other offers, and whether what somebody holds keeps to it. Pure."""

from catalog.offers.compatibility.checks import contract_errors
from catalog.offers.compatibility.contract import NOTHING, Contract, Need
from catalog.offers.compatibility.verdicts import Held, Verdict, evaluate, news

__all__ = ["NOTHING", "Contract", "Held", "Need", "Verdict", "contract_errors", "evaluate", "news"]
