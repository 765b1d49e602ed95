"""Rule books as pages that anybody may read: what is asked, of whom, why, and what changes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.programmes import asking, changelog, sentences, telling
from partners.programmes.diff import HOWS, Change, diff
from partners.programmes.facts import Fact
from partners.programmes.models import Programme, Requirement, RuleBookVersion
from partners.programmes.queries import revisions_of, with_versions
from partners.programmes.wording import asked, language, satisfied_by


@require_safe
def rule_books(request: HttpRequest) -> HttpResponse:
    """Show every rule book, with what is in force and what is announced."""
    shown = [
        {"book": book, **_standing(book.standing)} for book in with_versions().order_by("by_operator", "created_at")
    ]
    return render(request, "programmes/rule_books.html", {"books": shown})


@require_safe
def rule_book(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a rule book asks now, or will ask first."""
    programme = get_object_or_404(Programme, code=code)
    return _version(request, programme, _first(programme.versions.to_read()))


@require_safe
def version(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Show one version as it was announced."""
    programme = get_object_or_404(Programme, code=code)
    return _version(request, programme, _first(programme.versions.numbered(number)))


@require_safe
def requirement(request: HttpRequest, key: str) -> HttpResponse:
    """Show one requirement and its revisions; where several rule books have the key, that of each."""
    rows = revisions_of(key)
    if not rows:
        raise Http404
    books = list(dict.fromkeys(row.programme for row in rows))
    shown = [
        {
            "book": book,
            **_requirement(next(row for row in rows if row.programme == book)),
            "revisions": sorted((r for r in rows if r.programme == book), key=lambda r: -r.revision),
        }
        for book in books
    ]
    return render(request, "programmes/requirement.html", {"key": key, "shown": shown, "title": shown[0]["title"]})


@require_safe
def difference(request: HttpRequest, code: str, span: str) -> HttpResponse:
    """Show what changes from one version to another (`1.0.0..2.0.0`)."""
    before, _dots, after = span.partition("..")
    programme = get_object_or_404(Programme, code=code)
    first, second = (_first(programme.versions.numbered(number)) for number in (before, after))
    changes = diff(first.contents, second.contents)
    groups = [(changelog.heading(how, language()), [c for c in changes if c.how == how]) for how in HOWS]
    shown = {
        "book": programme,
        "before": first,
        "after": second,
        "groups": [(heading, [_change(change) for change in found]) for heading, found in groups if found],
    }
    return render(request, "programmes/difference.html", shown)


@require_safe
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the rule book will ask of somebody who answers the questions, or some of them."""
    programme = get_object_or_404(Programme, code=code)
    read = _first(programme.versions.to_read())
    rows = read.in_order()
    specs = [row.spec for row in rows]
    answers = dict(request.GET.lists())
    wrong = ""
    try:
        facts = asking.read_answers(answers)
    except asking.Unanswerable as unanswerable:
        facts, wrong = {}, unanswerable.fact
    found = asking.what_is_asked(specs, facts)
    shown = {
        "book": programme,
        "version": read,
        "questions": [_question(fact, answers.get(fact.name, []), wrong) for fact in asking.questions(specs)],
        "wrong": wrong,
        "groups": [
            (heading, badge, [_asked(rows[one.position], one) for one in found if one.verdict.holds is holds])
            for holds, heading, badge in (
                (True, _("You will be asked"), "info"),
                (None, _("It depends on your answers"), "warn"),
                (False, _("You will not be asked"), ""),
            )
        ],
    }
    return render(request, "programmes/preview.html", shown)


def _first(rows: QuerySet[RuleBookVersion]) -> RuleBookVersion:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _version(request: HttpRequest, programme: Programme, version: RuleBookVersion) -> HttpResponse:
    rows = version.in_order()
    public = list(programme.versions.public().defer("content").newest_first())
    older = [other for other in public if other.semver < version.semver and other.state != "withdrawn"]
    shown = {
        "book": programme,
        "version": version,
        "requirements": [_requirement(row) for row in rows],
        "versions": public,
        "before": older[0] if older else None,
        "announced": [v for v in _standing(public)["announced"] if v.semver > version.semver],
    }
    return render(request, "programmes/version.html", shown)


def _standing(versions: Sequence[RuleBookVersion]) -> dict[str, Any]:
    return {
        "in_force": next((v for v in versions if v.state == "in_force"), None),
        "announced": sorted((v for v in versions if v.state == "announced"), key=lambda v: v.semver),
    }


def _requirement(row: Requirement) -> dict[str, Any]:
    spoken = language()
    return {
        "row": row,
        "key": row.key,
        "title": row.title,
        "level": row.level,
        "said": row.said,
        "sentence": asked(row),
        "satisfied_by": satisfied_by(row),
        "applies_if": sentences.asked(row.spec.applies_if, spoken),
        "kind": telling.word(row.kind, spoken),
        "blocks": telling.listed(row.blocks, spoken),
        "touches": telling.listed(row.touches, spoken) if row.touches else "",
        "valid_for": telling.validity(row.valid_for, spoken),
        "due_in": sentences.span(row.due_in, spoken),
        "grace": sentences.span(row.grace, spoken),
    }


def _change(change: Change) -> dict[str, Any]:
    revision = change.after or change.before
    told = [telling.tell(field, language()) for field in change.fields if field.language in ("", language())]
    return {
        "key": change.key,
        "title": revision.spec.words[language()].title if revision else "",
        "notice": change.demands_notice,
        "parts": told,
        "elsewhere": bool(change.fields) and not told,
    }


def _question(fact: Fact, given: list[str], wrong: str) -> dict[str, Any]:
    chosen = {part.strip() for value in given for part in value.split(",")} if fact.type == "set" else set(given)
    choices = fact.choices or {}
    if fact.type == "flag":
        choices = {"true": {"en": "yes", "fr": "oui"}, "false": {"en": "no", "fr": "non"}}
    return {
        "fact": fact,
        "text": fact.question[language()],
        "value": given[-1] if given else "",
        "choices": [(value, words[language()], value in chosen) for value, words in choices.items()],
        "wrong": fact.name == wrong,
    }


def _asked(row: Requirement, found: asking.Asked) -> dict[str, Any]:
    spec = row.spec
    return {
        "key": row.key,
        "title": row.title,
        "level": row.level,
        "why": sentences.why(spec.applies_if, found.verdict.holds, language()),
        "satisfied_by": sentences.satisfied_by(spec.any_of, spec.evidence, language()),
    }
