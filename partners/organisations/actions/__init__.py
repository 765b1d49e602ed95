"""The only place that writes partner profiles."""

from partners.organisations.actions.contact import confirm_contact, send_contact_confirmation
from partners.organisations.actions.profile import change_partner, register_partner

__all__ = ["change_partner", "confirm_contact", "register_partner", "send_contact_confirmation"]
