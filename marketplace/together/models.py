"""What is often taken with an offer."""

from django.db import models

from catalog.offers.models import Offer

# From fewer, somebody who knows one customer might tell what the others have.
FEWEST_CUSTOMERS = 3


class Companion(models.Model):
    """Another offer that stands in subscriptions with an offer, and with how many organisations it does.

    It is counted anew by a sweep, so it is a little late; what fewer than three do is not kept at all.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    customers = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "other"], name="companion_once"),
            models.CheckConstraint(
                condition=models.Q(customers__gte=FEWEST_CUSTOMERS), name="companion_tells_of_nobody"
            ),
            models.CheckConstraint(condition=~models.Q(offer=models.F("other")), name="companion_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.other_id}: {self.customers}"
