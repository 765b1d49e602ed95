"""Applications, how each requirement stands in them, evidence, what was found wrong with it, and whose turn it is."""

from partners.vetting.models.appeals import APPEAL_OUTCOMES, Appeal, AppealQuerySet
from partners.vetting.models.applications import APPLICATION_MOVES, Application, ApplicationQuerySet
from partners.vetting.models.assessments import ASSESSMENT_MOVES, HELD, Assessment, AssessmentQuerySet
from partners.vetting.models.claims import Claim, ClaimQuerySet
from partners.vetting.models.decisions import Decision
from partners.vetting.models.evidence import Evidence, EvidenceQuerySet
from partners.vetting.models.findings import Finding, FindingQuerySet
from partners.vetting.models.notices import Notice, NoticeQuerySet
from partners.vetting.models.probes import Probe, ProbeQuerySet
from partners.vetting.models.redactions import RedactedCopy, RedactedCopyQuerySet
from partners.vetting.models.turns import Turn, TurnQuerySet
from partners.vetting.models.waivers import WAIVER_ENDS, Waiver, WaiverQuerySet

__all__ = [
    "APPEAL_OUTCOMES",
    "APPLICATION_MOVES",
    "ASSESSMENT_MOVES",
    "HELD",
    "WAIVER_ENDS",
    "Appeal",
    "AppealQuerySet",
    "Application",
    "ApplicationQuerySet",
    "Assessment",
    "AssessmentQuerySet",
    "Claim",
    "ClaimQuerySet",
    "Decision",
    "Evidence",
    "EvidenceQuerySet",
    "Finding",
    "FindingQuerySet",
    "Notice",
    "NoticeQuerySet",
    "Probe",
    "ProbeQuerySet",
    "RedactedCopy",
    "RedactedCopyQuerySet",
    "Turn",
    "TurnQuerySet",
    "Waiver",
    "WaiverQuerySet",
]
