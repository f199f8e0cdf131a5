"""One line of a table of measurements."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    must: float
    aim: float
    measured: float
    unit: str
    more_is_better: bool = False

    @property
    def verdict(self) -> str:
        for name, bound in (("aim", self.aim), ("must", self.must)):
            if (self.measured >= bound) if self.more_is_better else (self.measured <= bound):
                return name
        return "MISSED"

    def __str__(self) -> str:
        numbers = f"{self.must:>9g} {self.aim:>9g} {self.measured:>10.4g}"
        return f"{self.name:<58} {numbers} {self.unit:<11} {self.verdict}"


def table(rows: list[Row]) -> str:
    head = f"{'':<58} {'must':>9} {'aim':>9} {'measured':>10}"
    return "\n".join([head, *map(str, rows)])
