"""The room planner: who sits with whom in each round of an evening, so that everybody meets new people.

Plain Python and numpy: no Django, no clock in the result, one seed. `plan(instance, seconds=1, seed=1)` gives a Plan or
an Impossible; `python -m networking.engine` reads an instance as JSON and writes the schedule or the error.

How it works: people are dealt into groups by a shifted grid where that is perfect at once (grid); else round after
round a tabu search swaps two people at a time, over a table of what each person costs in each group (search, table).
Hard rules are counted apart from the score: a blocked pair is never traded for anything (seating). Wishes that cannot
be met are found before the search, with the people they concern (impossible).
"""

from networking.engine.impossible import Impossible
from networking.engine.instance import Instance
from networking.engine.planning import Plan, plan

__all__ = ["Impossible", "Instance", "Plan", "plan"]
