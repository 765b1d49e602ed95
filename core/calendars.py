"""Business time: the working hours of a country between two instants, and the instant at which so many have passed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

NOTHING = timedelta()


class UnknownCountry(ValueError):
    """No public holidays are known of this country."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When people of a country work: from `opens` to `closes` in `zone`, not on weekends nor on public holidays.

    `country` is ISO 3166-1 alpha-2, `zone` an IANA name. Regional holidays count as working days.
    """

    country: str
    zone: str
    opens: time = time(9)
    closes: time = time(17)

    @property
    def day(self) -> timedelta:
        """The working hours of one day."""
        noon = datetime(2000, 1, 1)  # noqa: DTZ001 - only the difference of two times of day is wanted
        return datetime.combine(noon, self.closes) - datetime.combine(noon, self.opens)

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this local date. Raises UnknownCountry."""
        return day in _working_days(self.country, day.year)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time in `[start, end)`, exact to the microsecond; nothing where `end` is not later."""
        total, day, last = NOTHING, self._local_date(start), self._local_date(end)
        while day <= last:
            if self.is_working_day(day):
                opens, closes = self._hours(day)
                total += max(min(end, closes) - max(start, opens), NOTHING)
            day += timedelta(days=1)
        return total

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first instant by which `amount` of working time has passed since `start`, in UTC."""
        left, day, reached = amount, self._local_date(start), start
        while left > NOTHING:
            if self.is_working_day(day):
                opens, closes = self._hours(day)
                begins = max(start, opens)
                reached = min(begins + left, closes)
                left -= max(reached - begins, NOTHING)
            day += timedelta(days=1)
        return reached.astimezone(UTC)

    def _local_date(self, instant: datetime) -> date:
        return instant.astimezone(ZoneInfo(self.zone)).date()

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        zone = ZoneInfo(self.zone)
        opens, closes = datetime.combine(day, self.opens, zone), datetime.combine(day, self.closes, zone)
        # In UTC, since the difference of two local times ignores a change of the clocks between them.
        return opens.astimezone(UTC), closes.astimezone(UTC)


@lru_cache(maxsize=256)
def _working_days(country: str, year: int) -> frozenset[date]:
    """Work out a whole year: the library's own object fills itself while it is asked, which two threads must not."""
    try:
        calendar = country_holidays(country, years=year)
    except NotImplementedError:
        raise UnknownCountry(
            f"no public holidays are known of “{country}”; use an ISO 3166-1 code such as FR"
        ) from None
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return frozenset(day for day in days if day.year == year and calendar.is_working_day(day))
