"""Figures and how they are told: one line each, `name value target ok|short`."""

import operator
from dataclasses import dataclass

_COMPARE = {"<=": operator.le, ">=": operator.ge}


@dataclass(frozen=True)
class Figure:
    """One measured value; `target` is such as ">=0.6", or None where there is nothing to reach."""

    name: str
    value: float
    target: str | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the value is as the target asks; exactly, whatever is printed of it."""
        return self.target is None or _COMPARE[self.target[:2]](self.value, float(self.target[2:]))

    def __str__(self) -> str:
        return f"{self.name} {self.value:.4g} {self.target or '-'} {'ok' if self.is_reached else 'short'}"
