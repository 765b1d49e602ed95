"""What assessments allow, and when: states, deadlines, capabilities. Plain values in, plain values out."""

from partners.vetting.standing.capabilities import Capability, Change, Standing, best, capability, standing_of
from partners.vetting.standing.deadlines import REMINDERS, first_reminder, next_look, reminder_due, state_at
from partners.vetting.standing.dues import Due, Impact, due_of
from partners.vetting.standing.ladder import Stage, Status, status_of
from partners.vetting.standing.marks import Mark, needed_first
from partners.vetting.standing.states import AWAITING, DECIDED_BY_PEOPLE, MOVES, WITH_EVIDENCE, Awaiting
from partners.vetting.standing.worth import UNASKED, Terms, Worth, answered, ending, waived

__all__ = [
    "AWAITING",
    "DECIDED_BY_PEOPLE",
    "MOVES",
    "REMINDERS",
    "UNASKED",
    "WITH_EVIDENCE",
    "Awaiting",
    "Capability",
    "Change",
    "Due",
    "Impact",
    "Mark",
    "Stage",
    "Standing",
    "Status",
    "Terms",
    "Worth",
    "answered",
    "best",
    "capability",
    "due_of",
    "ending",
    "first_reminder",
    "needed_first",
    "next_look",
    "reminder_due",
    "standing_of",
    "state_at",
    "status_of",
    "waived",
]
