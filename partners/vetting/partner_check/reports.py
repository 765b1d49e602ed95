"""What was found, for people (one line a requirement, and what to do below it) and for programs (JSON)."""

import gettext
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from partners.programmes import sentences
from partners.vetting.checks.words import FINDINGS
from partners.vetting.checks.words.shape import marked as _
from partners.vetting.partner_check.books import Book
from partners.vetting.partner_check.judging import Judged

_LOCALES = Path(__file__).resolve().parents[3] / "locale"
_LABELS = {
    "pass": _("pass"),
    "fail": _("fail"),
    "missing": _("fail"),
    "unclear": _("fail"),
    "person": _("needs a person"),
    "not_asked": _("not asked of you"),
}
_PERSON = _("A person of the marketplace decides it.")
_MISSING = _("Your profile gives no evidence for it. %(sentence)s")
_UNCLEAR = _("Whether it is asked depends on facts that your profile does not say: %(facts)s. Add them under [facts].")


class Report:
    """What was found, in one language."""

    def __init__(self, book: Book, judged: Sequence[Judged], language: str) -> None:
        self.book = book
        self.judged = judged
        self.language = language
        # The same catalogue as the pages have, without the framework that serves them.
        self._translated = gettext.translation("django", _LOCALES, [language], fallback=True).gettext

    @property
    def passed(self) -> bool:
        """Whether nothing mandatory is to be done by the partner."""
        return not any(one.stands_in_the_way for one in self.judged)

    def as_text(self) -> str:
        """Return lines for people."""
        return "\n".join(self._lines()) + "\n"

    def as_json(self) -> str:
        """Return one JSON object."""
        counts = Counter(one.outcome for one in self.judged)
        return json.dumps(
            {
                "rule_book": self.book.code,
                "version": self.book.number or None,
                "passed": self.passed,
                "counts": dict(sorted(counts.items())),
                "requirements": [self._one(judged) for judged in self.judged],
            },
            ensure_ascii=False,
            indent=2,
        )

    def _lines(self) -> Iterator[str]:
        labels = {outcome: self._translated(label) for outcome, label in _LABELS.items()}
        wide = max(map(len, labels.values()))
        for judged in self.judged:
            spec = judged.spec
            mark = "" if spec.level == "mandatory" else f" ({spec.badge or spec.level})"
            yield f"{labels[judged.outcome]:<{wide}}  {spec.key}  {spec.words[self.language].title}{mark}"
            for found in self._findings(judged):
                yield f"{'':<{wide}}  → {found['observed']} {found['fix']}"
            if note := self._note(judged):
                yield f"{'':<{wide}}  → {note}"

    def _one(self, judged: Judged) -> dict[str, Any]:
        return {
            "key": judged.spec.key,
            "title": judged.spec.words[self.language].title,
            "level": judged.spec.level,
            "outcome": judged.outcome,
            "stands_in_the_way": judged.stands_in_the_way,
            "findings": self._findings(judged),
            "note": self._note(judged) or None,
        }

    def _findings(self, judged: Judged) -> list[dict[str, str]]:
        return [
            {"code": found.code}
            | {
                part: self._translated(getattr(FINDINGS[found.code], part)) % found.values
                for part in ("observed", "expected", "fix")
            }
            for found in judged.observations
        ]

    def _note(self, judged: Judged) -> str:
        match judged.outcome:
            case "person":
                return self._translated(_PERSON)
            case "missing":
                spec = judged.spec
                sentence = sentences.satisfied_by(spec.any_of, spec.evidence, self.language)
                return self._translated(_MISSING) % {"sentence": sentence}
            case "unclear":
                return self._translated(_UNCLEAR) % {"facts": ", ".join(judged.open)}
            case _:
                return ""
