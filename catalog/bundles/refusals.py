"""What goes against the rules of bundles."""

from core.refusals import Invalid, Refusal


class SlugTaken(Refusal):
    """Each bundle has an address of its own, and keeps it for ever."""

    code = "bundle-slug-taken"
    title = "There is a bundle at this address already"


class VersionInWork(Refusal):
    """A bundle has at most one draft."""

    code = "bundle-version-in-work"
    title = "There is a draft of this bundle already"


class NotADraft(Refusal):
    """What has been proposed stays as it was proposed."""

    code = "bundle-not-a-draft"
    title = "Only a draft can be changed"


class BundleIncomplete(Invalid):
    """A draft can be proposed once its parts, choices, prices and terms fit together."""

    code = "bundle-incomplete"
    title = "The bundle is not complete"


class PartNotForSale(Refusal):
    """A bundle is sold with the plans that are on sale, at the prices everybody agreed to."""

    code = "bundle-part-not-for-sale"
    title = "A part of the bundle is not on sale as agreed"


class ConsentMissing(Refusal):
    """A bundle goes live only when every partner has agreed to exactly this version."""

    code = "bundle-consent-missing"
    title = "Not every partner has agreed"


class PartnersNotReady(Refusal):
    """Whoever is bundled meets the requirements for that, and so does each of its offers."""

    code = "bundle-partners-not-ready"
    title = "A partner may not be bundled at present"


class SimulationFails(Refusal):
    """Whatever may become of a bundle that somebody holds must be in order."""

    code = "bundle-simulation-fails"
    title = "The bundle leads somewhere it must not"


class NotToAnswer(Refusal):
    """A partner answers while the version is proposed."""

    code = "agreement-not-open"
    title = "This is not to be answered any more"


class NotSold(Refusal):
    """A bundle is sold in the currencies and intervals in which all of its fixed parts are on sale."""

    code = "bundle-not-sold"
    title = "The bundle is not sold like this at present"


class SelectionNotPossible(Invalid):
    """What is chosen is not what the bundle lets choose."""

    code = "selection-not-possible"
    title = "These parts cannot be had together"
