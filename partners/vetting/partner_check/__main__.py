"""The command: `partner-check RULE_BOOK PROFILE`."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from core.outgoing.addresses import read_networks
from core.outgoing.targets import Reach
from partners.programmes.evidence import LANGUAGES
from partners.vetting.partner_check.books import Unusable, read_book
from partners.vetting.partner_check.judging import World, judge
from partners.vetting.partner_check.profiles import read_profile
from partners.vetting.partner_check.reports import Report

PASSED, NOT_PASSED, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, print and return the exit code: 0 nothing mandatory to do, 1 something to do, 2 input of no use."""
    asked = _parser().parse_args(arguments)
    try:
        opened = read_networks(asked.allow_network)
    except ValueError as error:
        return _complain(f"--allow-network: {error}. Write networks such as 10.20.0.0/16.")
    reach = Reach(opened=opened)
    try:
        book, profile = read_book(asked.rule_book, reach), read_profile(asked.profile)
    except Unusable as unusable:
        return _complain(str(unusable))
    if unknown := sorted(set(asked.only) - {spec.key for spec in book.specs}):
        return _complain(f"The rule book has no requirement {unknown[0]}.")
    world = World(reach=reach, nameservers=tuple(asked.nameserver), at=datetime.now(UTC))
    specs = [spec for spec in book.specs if not asked.only or spec.key in asked.only]
    judged = [judge(spec, profile, world) for spec in specs]
    if asked.given:
        judged = [one for one in judged if one.outcome not in ("missing", "unclear")]
    report = Report(book, judged, asked.language)
    sys.stdout.write(report.as_json() + "\n" if asked.json else report.as_text())
    return PASSED if report.passed else NOT_PASSED


def _complain(sentence: str) -> int:
    sys.stderr.write(f"partner-check: {sentence}\n")
    return UNUSABLE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="partner-check",
        description="Runs the marketplace's own checks against a rule book, before you submit anything.",
        epilog="Exit code: 0 nothing mandatory to do, 1 something to do, 2 rule book or profile of no use.",
    )
    parser.add_argument("rule_book", help="a downloaded version (JSON), its https:// address, or a programme (TOML)")
    parser.add_argument("profile", help="what you would enter and submit, as TOML or JSON")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    parser.add_argument("--only", metavar="KEY", action="append", default=[], help="judge this requirement only")
    parser.add_argument(
        "--given", action="store_true", help="leave out what the profile gives no evidence or facts for"
    )
    parser.add_argument(
        "--allow-network", metavar="NETWORK", action="append", default=[], help="reach this network too: 127.0.0.0/8"
    )
    parser.add_argument(
        "--nameserver", metavar="HOST:PORT", action="append", default=[], help="ask this server for TXT records"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
