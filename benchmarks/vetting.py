"""Re-evaluating partners: the sweep itself, on one worker, over partners for each of whom something is due."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import perf_counter

from django.db import connection, transaction

from benchmarks import database
from benchmarks.figures import Figure
from core.actors import SYSTEM
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.programmes.models import Programme
from partners.programmes.specs import CAPABILITIES
from partners.vetting.actions import look_again
from partners.vetting.models import Assessment

PARTNERS, FEW = 10_000, 1_000
REQUIREMENTS = 60
LONGEST = 60
MOST_UNEVEN = 1.2
ROUNDS = 2
AT = datetime(2026, 6, 1, tzinfo=UTC)

# Of each partner's answers one ends now, of one it is to be reminded, and the others are good for a while: a usual day,
# but for every partner at once.
_FILL = [
    """
    INSERT INTO accounts_organisation (id, name, country, created_at, version)
    SELECT gen_random_uuid(), 'Bench ' || n, 'FR', %(at)s, 1 FROM generate_series(1, %(partners)s) n
    """,
    """
    INSERT INTO partner_organisations_partner (id, organisation_id, display_name, name_key, slug, website,
        contact_email, vat_id, description, created_at, version)
    SELECT gen_random_uuid(), id, name, name, replace(name, ' ', '-'), 'https://bench.example', 'bench@bench.example',
        '', '', %(at)s, 1 FROM accounts_organisation
    """,
    """
    INSERT INTO vetting_application (id, partner_id, programme_id, facts, state, opened_at, vetted_at, capabilities,
        step, tier)
    SELECT gen_random_uuid(), id, %(programme)s, '{}', 'vetted', %(at)s, %(at)s, %(capabilities)s::jsonb, 0, ''
    FROM partner_organisations_partner
    """,
    """
    INSERT INTO vetting_assessment (id, application_id, requirement_id, key, state, since, round, evidence_id,
        satisfied_at, good_until, grace_until, next_look_at, reminded, in_hand)
    SELECT gen_random_uuid(), a.id, r.id, r.key, CASE position WHEN 1 THEN 'expiring' ELSE 'satisfied' END, %(at)s, 1,
        gen_random_uuid(), %(at)s - interval '1 year', %(at)s + days, %(at)s + days + interval '30 days',
        %(at)s + greatest(interval '0', days - interval '90 days'), CASE position WHEN 1 THEN 90 END, '{}'
    FROM vetting_application a, programmes_requirement r, LATERAL (SELECT CASE position WHEN 0 THEN interval '0'
        WHEN 1 THEN interval '30 days' ELSE interval '200 days' END AS days) AS good
    ORDER BY a.id
    """,
    """
    INSERT INTO vetting_evidence (id, assessment_id, round, name, revision, kind, sha256, data, submitted_at,
        submitted_by_kind, submitted_by_label)
    SELECT evidence_id, id, 1, 'declared', 1, 'declaration', '', '{}', %(at)s, 'system', '' FROM vetting_assessment
    """,
]


def vetting(scale: float) -> Iterator[Figure]:
    """Measure at 10,000 partners and at a tenth of them; compared is what one partner costs, at its best of two."""
    many = max(int(PARTNERS * scale), 200)
    few = max(many * FEW // PARTNERS, 50)
    seconds = {number: min(_measure(number) for _round in range(ROUNDS)) for number in (few, many)}
    yield Figure("vetting.assessments", many * REQUIREMENTS)
    yield Figure("vetting.seconds", seconds[many], f"<={LONGEST}")
    yield Figure("vetting.uneven", (seconds[many] / many) / (seconds[few] / few), f"<={MOST_UNEVEN}")


def _measure(partners: int) -> float:
    """Return the seconds in which one worker looks at so many partners, all of whom are due."""
    with database.fresh("bench_vetting"):
        _fill(partners)
        began, seen = perf_counter(), 0
        while looked_at := look_again(actor=SYSTEM, at=AT):
            seen += looked_at
        took = perf_counter() - began
        left = Assessment.objects.to_look_at(AT).count()
        lapsed = Assessment.objects.filter(state="lapsed").count()
        if (seen, left, lapsed) != (partners, 0, partners):
            raise RuntimeError(f"of {partners} partners {seen} were looked at, {lapsed} moved, {left} looks are left")
        return took


def _fill(partners: int) -> None:
    programme = _programme()
    capabilities = "{" + ", ".join(f'"{name}": "active"' for name in CAPABILITIES) + "}"
    named = {"at": AT, "partners": partners, "programme": programme.pk, "capabilities": capabilities}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _FILL:
            cursor.execute(statement, named)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _programme() -> Programme:
    """Publish a rule book of sixty declarations, each of which blocks something."""
    asked = next(one for one in shipped.read_file()["requirements"] if one["key"] == "LEG-001")
    return publish_programme(
        code="bench",
        name={"en": "Bench", "fr": "Banc"},
        summary={"en": "Sixty declarations.", "fr": "Soixante déclarations."},
        requirements=[
            {**asked, "key": f"LEG-{number:03}", "blocks": CAPABILITIES[: 1 + number % len(CAPABILITIES)]}
            for number in range(REQUIREMENTS)
        ],
        actor=SYSTEM,
        at=AT,
    )
