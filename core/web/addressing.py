"""Looking things up for a request: always among those the principal may see."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from rest_framework.request import Request

from core.refusals import Invalid, NotFound

M = TypeVar("M", bound=Model)


def one(rows: QuerySet[M], **lookup: object) -> M:
    """Return the one row at an address, out of rows that are visible already. Raises NotFound."""
    found = rows.filter(**lookup).first()
    if found is None:
        raise NotFound
    return found


def named(rows: QuerySet[M], field: str, pk: UUID) -> M:
    """Return the row that a field of the body names. Raises Invalid: the same for "foreign" and "does not exist"."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Invalid.field(field, "There is none with this id that you may use.", code="unknown-reference")
    return found


def asked_ids(request: Request, *names: str) -> dict[str, UUID]:
    """Return the ids by which the query narrows a list, as filters: `?partner=…` is {"partner_id": …}.

    Raises Invalid for what is not a UUID; a name that is not there narrows nothing.
    """
    return {f"{name}_id": _uuid(request.query_params[name], name) for name in names if name in request.query_params}


def _uuid(text: str, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.field(name, f"Send the id of the {name} as it was shown to you, a UUID.") from None


def id_in(text: str) -> UUID | None:
    """Return the identifier that a form or query holds; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
