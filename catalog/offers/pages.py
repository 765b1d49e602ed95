"""The desk of those who look after the categories: the tree of them, and the page of one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.offers import actions
from catalog.offers.forms import SENTENCES, CategoryForm, NewCategoryForm, of, said_to_stand
from catalog.offers.models import Category
from catalog.offers.standing import what_stands
from catalog.offers.tree import Shelf, tree
from core import clock
from core.accounts.principals import Principal, principal_of
from core.accounts.roles import StaffRole
from core.refusals import Refusal
from core.web.addressing import one
from core.web.doors import on_staff


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.CATALOGUE)
def categories(request: HttpRequest) -> HttpResponse:
    """Show the tree; a POST puts a category up."""
    form = NewCategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_category(**form.values(), actor=principal_of(request).actor, at=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("“%(name)s” is put up. Offers can go into it.") % {"name": made.shown_name})
            return redirect("curated_categories")
    rows = {row.slug: row for row in Category.objects.all()}
    nodes = _nodes(tree(Category.objects.placed()), rows)
    return render(request, "offers/categories.html", {"nodes": nodes, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@on_staff(StaffRole.CATALOGUE)
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a category and what stands on it; a POST changes it, or takes it down where nothing does."""
    principal = principal_of(request)
    found = one(Category.objects.select_related("parent"), slug=slug)
    if request.method == "POST" and request.POST.get("do") == "retire":
        return _retired(request, found, principal)
    form = CategoryForm(request.POST or None, initial=of(found), below=slug)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_category(
                category=found,
                version=form.cleaned_data["version"],
                changes=form.values(),
                actor=principal.actor,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The category is saved. Its listings follow in a moment."))
            return redirect("curated_categories")
    shown = {"category": found, "form": form, "standing": said_to_stand(what_stands(slug))}
    return render(request, "offers/category.html", shown)


def _retired(request: HttpRequest, found: Category, principal: Principal) -> HttpResponse:
    try:
        actions.retire_category(category=found, actor=principal.actor, at=clock.now())
    except Refusal as refusal:
        standing = said_to_stand(refusal.extensions.get("standing", {}))
        messages.error(request, "; ".join(standing) or str(SENTENCES.get(refusal.code, refusal.detail)))
        return redirect("curated_category", found.slug)
    messages.success(request, _("“%(name)s” is taken down.") % {"name": found.shown_name})
    return redirect("curated_categories")


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree with what lies under it; a heading that is no category has no row."""

    place: Shelf
    row: Category | None
    below: list["Node"] = field(default_factory=list)


def _nodes(places: Mapping[str, Shelf], rows: Mapping[str, Category]) -> list[Node]:
    """Return the topmost places; parents come first in `places`."""
    nodes: dict[str | None, Node] = {}
    tops: list[Node] = []
    for slug, place in places.items():
        nodes[slug] = Node(place, rows.get(slug))
        (nodes[place.parent].below if place.parent else tops).append(nodes[slug])
    return tops
