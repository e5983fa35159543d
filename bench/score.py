#!/usr/bin/env python3
"""Independent scorer for mixing schedules.  Standard library only; shares no code with any engine.

    score.py CASES.json CASE_ID SCHEDULE.json       score one proposal (JSON on stdout)
    score.py CASES.json --all FOLDER
                                                           score FOLDER/<case id>.json for every case
    score.py CASES.json --check                     check the case file itself and its stored schedules
    score.py CASES.json --export CASE_ID            print one instance without any answer in it

A proposal is {"rounds": [[[person, ...], ...], ...]}, people 0..n-1, ALL rounds in order, those already
played first and unchanged.  For an impossible instance the right proposal is
{"error": {"code": "...", "people": [...]}}.  "seconds" may be added and is passed through.

Instance: n, k, R; groups[r] = number of groups of round r (sizes must differ by at most one);
present[r] = who is there (null = everyone, always); played = rounds already held; history = [a, b, w],
0 < w <= 1 (1 = as good as met yesterday); blocked, together = [a, b]; sectors[i] or null;
first_timers = [i, ...].

Figures
  hard            every broken hard rule in words (empty = valid); an invalid proposal scores 0
  distinct        pairs that share a group at least once tonight;  distinct_bound: nobody can do better
  repeats         sum over pairs of (meetings tonight - 1)
  new             distinct pairs that had no history;  value: distinct pairs, each counted 1 - w
  worst           fewest distinct people met by anyone;  worst_share: fewest relative to that person's own cap
  worst_new       fewest people met with no history, by anyone
  coverage        share of (first-timer, round) seats with at least one regular in the group
  sector_mix      sum over groups of (distinct sectors - 1), over the most that any split of the people present allows
  score           0..100, see score(); soft terms that an instance lacks are left out and weights renormalised
Rounds already played count for meetings, but soft terms (coverage, sector_mix) look at the other rounds only.
"""

import itertools
import json
import math
import os
import sys

WEIGHTS = {"value": 0.70, "fair": 0.10, "coverage": 0.10, "sector": 0.10}


def pair(a, b):
    return (a, b) if a < b else (b, a)


def present_of(c, r):
    return list(range(c["n"])) if not c.get("present") else list(c["present"][r])


def sizes_of(c, r):
    m, g = len(present_of(c, r)), c["groups"][r]
    q, extra = divmod(m, g)
    return [q + 1] * extra + [q] * (g - extra)


def spread_repeats(size, groups):
    """Fewest already-met pairs inside one group of `size` people who come from `groups` earlier groups."""
    q, extra = divmod(size, groups)
    return extra * (q + 1) * q // 2 + (groups - extra) * q * (q - 1) // 2


def bounds(c):
    """Upper bounds that hold for every valid schedule of the instance."""
    n, R = c["n"], c["R"]
    blocked = {pair(*p) for p in c["blocked"]}
    hist = {pair(a, b): w for a, b, w in c["history"]}
    here = [set(present_of(c, r)) for r in range(R)]
    played = c.get("played") or []
    met = set()
    for groups in played:
        for g in groups:
            met.update(pair(a, b) for a, b in itertools.combinations(g, 2))
    rest = range(len(played), R)
    slots = [sum(s * (s - 1) // 2 for s in sizes_of(c, r)) for r in range(R)]
    cap, reach = [0] * n, [set() for _ in range(n)]
    for r in rest:
        top = max(sizes_of(c, r)) - 1
        for i in here[r]:
            cap[i] += top
            reach[i] |= here[r]
    open_pairs = []
    deg_all = [[] for _ in range(n)]
    for i in range(n):
        for j in reach[i]:
            p = pair(i, j)
            if i < j and p not in blocked and p not in met:
                gain = 1 - hist.get(p, 0)
                open_pairs.append(gain)
                deg_all[i].append(gain)
                deg_all[j].append(gain)
    ocap = [min(cap[i], len(deg_all[i])) for i in range(n)]
    # with more seats in a group than there are groups, some pair must repeat (pigeonhole on an earlier round)
    fresh_slots = 0
    for r in rest:
        forced = 0
        for s in range(r):
            if here[s] >= here[r]:
                forced = max(forced, sum(spread_repeats(z, c["groups"][s]) for z in sizes_of(c, r)))
        fresh_slots += slots[r] - forced
    known = c.get("forced_repeats", 0)  # proved by hand or in the literature, see the case's note
    extra = min(len(open_pairs), sum(ocap) // 2, fresh_slots, sum(slots) - known - len(met))
    met_gain = sum(1 - hist.get(p, 0) for p in met)
    open_pairs.sort(reverse=True)
    by_person = sum(sum(sorted(d, reverse=True)[:o]) for d, o in zip(deg_all, ocap)) / 2
    value = met_gain + min(sum(open_pairs[:extra]), by_person)
    new = sum(1 for p in met if p not in hist) + min(extra, sum(1 for x in open_pairs if x == 1))
    # the least-favoured person
    base = [0] * n
    for a, b in met:
        base[a] += 1
        base[b] += 1
    active = [i for i in range(n) if any(i in h for h in here)]
    person = [base[i] + ocap[i] for i in range(n)]
    worst = min(person[i] for i in active)
    worst = min(worst, 2 * (len(met) + extra) // len(active), c.get("worst_at_most", worst))
    return {
        "distinct": len(met) + extra,
        "value": value,
        "new": new,
        "worst": worst,
        "person": person,
        "slots": sum(slots),
    }


def sector_bound(c, r):
    """Most that the sum over groups of (distinct sectors - 1) can be in round r."""
    count = {}
    for i in present_of(c, r):
        count[c["sectors"][i]] = count.get(c["sectors"][i], 0) + 1
    g = c["groups"][r]
    return min(sum(min(z, len(count)) for z in sizes_of(c, r)), sum(min(v, g) for v in count.values())) - g


def hard_faults(c, rounds):
    out = []
    n, R = c["n"], c["R"]
    if not isinstance(rounds, list) or len(rounds) != R:
        return ["wrong number of rounds"]
    for r, groups in enumerate(rounds):
        seated = [x for g in groups for x in g]
        if any(not isinstance(x, int) or isinstance(x, bool) or x < 0 or x >= n for x in seated):
            out.append(f"round {r}: unknown person")
            continue
        if sorted(seated) != sorted(present_of(c, r)):
            out.append(f"round {r}: not exactly the people present, once each")
        if sorted(map(len, groups)) != sorted(sizes_of(c, r)):
            out.append(f"round {r}: group sizes {sorted(map(len, groups))}, asked {sorted(sizes_of(c, r))}")
    if any(o.endswith("unknown person") for o in out):
        return out
    for r, groups in enumerate(c.get("played") or []):
        if sorted(sorted(g) for g in groups) != sorted(sorted(g) for g in rounds[r]):
            out.append(f"round {r}: was already played and has been changed")
    blocked = {pair(*p) for p in c["blocked"]}
    wanted = {pair(*p) for p in c["together"]}
    met = set()
    for r, groups in enumerate(rounds):
        for g in groups:
            for a, b in itertools.combinations(g, 2):
                p = pair(a, b)
                met.add(p)
                if p in blocked:
                    out.append(f"round {r}: blocked pair {p} sits together")
    out += [f"pair {p} never sits together" for p in sorted(wanted - met)]
    return out


def score(c, proposal):
    try:
        return _score(c, proposal)
    except (TypeError, AttributeError, KeyError, ValueError, IndexError) as e:
        return {"id": c["id"], "valid": False, "score": 0.0, "hard": [f"malformed proposal: {type(e).__name__}: {e}"]}


def _score(c, proposal):
    if c.get("expect") == "infeasible":
        err = proposal.get("error")
        ok = isinstance(err, dict) and bool(err.get("code")) and "rounds" not in proposal
        return {
            "id": c["id"],
            "valid": ok,
            "score": 100.0 if ok else 0.0,
            "hard": [] if ok else ["impossible instance: a plain error was asked for"],
            "reason_wanted": c.get("reason"),
            "reason_given": (err or {}).get("code") if isinstance(err, dict) else None,
        }
    if not isinstance(proposal, dict) or "rounds" not in proposal:
        return {"id": c["id"], "valid": False, "score": 0.0, "hard": ["no schedule"]}
    rounds = proposal["rounds"]
    faults = hard_faults(c, rounds)
    if any("wrong number" in f or "unknown person" in f for f in faults):
        return {"id": c["id"], "valid": False, "score": 0.0, "hard": faults}
    n = c["n"]
    hist = {pair(a, b): w for a, b, w in c["history"]}
    times = {}
    for groups in rounds:
        for g in groups:
            for a, b in itertools.combinations(g, 2):
                times[pair(a, b)] = times.get(pair(a, b), 0) + 1
    per, pernew = [0] * n, [0] * n
    for p in times:
        for x in p:
            per[x] += 1
            pernew[x] += p not in hist
    ub = bounds(c)
    active = [i for i in range(n) if any(i in set(present_of(c, r)) for r in range(c["R"]))]
    value = sum(1 - hist.get(p, 0) for p in times)
    shares = [per[i] / ub["person"][i] for i in active if ub["person"][i]]
    start = len(c.get("played") or [])
    first = set(c["first_timers"])
    seats = covered = 0
    mixed = mixable = 0
    sect = c.get("sectors")
    for r in range(start, c["R"]):
        for g in rounds[r]:
            f = sum(x in first for x in g)
            seats += f
            if f < len(g):
                covered += f
            if sect:
                mixed += len({sect[x] for x in g}) - 1
        if sect:
            mixable += sector_bound(c, r)
    out = {
        "id": c["id"],
        "valid": not faults,
        "hard": faults,
        "distinct": len(times),
        "distinct_bound": ub["distinct"],
        "repeats": sum(times.values()) - len(times),
        "repeats_least": ub["slots"] - ub["distinct"],
        "most_meetings_of_a_pair": max(times.values(), default=0),
        "new": sum(p not in hist for p in times),
        "new_bound": ub["new"],
        "value": round(value, 4),
        "value_bound": round(ub["value"], 4),
        "worst": min(per[i] for i in active),
        "worst_bound": ub["worst"],
        "best": max(per[i] for i in active),
        "worst_new": min(pernew[i] for i in active),
        "worst_share": round(min(shares), 4),
        "coverage": round(covered / seats, 4) if seats else None,
        "sector_mix": round(mixed / mixable, 4) if mixable else None,
    }
    parts = {
        "value": value / ub["value"] if ub["value"] else 1.0,
        "fair": min(1.0, out["worst"] / ub["worst"]) if ub["worst"] else 1.0,
    }
    if out["coverage"] is not None:
        parts["coverage"] = covered / seats
    if out["sector_mix"] is not None:
        parts["sector"] = mixed / mixable
    total = sum(WEIGHTS[k] for k in parts)
    out["score"] = 0.0 if faults else round(100 * sum(WEIGHTS[k] * v for k, v in parts.items()) / total, 3)
    if "seconds" in proposal:
        out["seconds"] = proposal["seconds"]
    return out


def check(doc):
    bad = 0
    for c in doc["cases"]:
        notes = []
        if len(c["groups"]) != c["R"] or (c.get("present") and len(c["present"]) != c["R"]):
            notes.append("rounds do not agree")
        for a, b in c["blocked"] + c["together"] + [h[:2] for h in c["history"]]:
            if not (0 <= a < c["n"] and 0 <= b < c["n"] and a != b):
                notes.append(f"bad pair {a},{b}")
        if any(not 0 < w <= 1 for _, _, w in c["history"]):
            notes.append("bad weight")
        for r in range(c["R"]):
            if min(sizes_of(c, r)) < 2:
                notes.append(f"round {r} has a group below 2")
        best = c.get("best_schedule")
        if best and c.get("expect") != "infeasible":
            s = score(c, {"rounds": best})
            if not s["valid"]:
                notes.append("stored schedule breaks: " + "; ".join(s["hard"][:3]))
            for key, v in c.get("best_known", {}).items():
                if (
                    key in s
                    and s[key] is not None
                    and isinstance(v, (int, float))
                    and not math.isclose(s[key], v, abs_tol=1e-3)
                ):
                    notes.append(f"{key}: stored {v}, found {s[key]}")
            if (
                s["distinct"] > s["distinct_bound"]
                or s["value"] > s["value_bound"] + 1e-6
                or s["worst"] > s["worst_bound"]
            ):
                notes.append("a bound is beaten: the bound is wrong")
        print(c["id"], "ok" if not notes else notes)
        bad += bool(notes)
    return bad


def export(c):
    return {
        k: v
        for k, v in c.items()
        if k
        in (
            "id",
            "n",
            "k",
            "R",
            "seed",
            "groups",
            "present",
            "played",
            "history",
            "blocked",
            "together",
            "sectors",
            "first_timers",
        )
    }


def main(a):
    doc = json.load(open(a[0]))
    by = {c["id"]: c for c in doc["cases"]}
    if a[1] == "--check":
        return 1 if check(doc) else 0
    if a[1] == "--export":
        print(json.dumps(export(by[a[2]])))
        return 0
    if a[1] == "--all":
        rows = []
        for c in doc["cases"]:
            path = os.path.join(a[2], c["id"] + ".json")
            s = (
                score(c, json.load(open(path)))
                if os.path.exists(path)
                else {"id": c["id"], "valid": False, "score": 0.0, "hard": ["missing"]}
            )
            goal = (c.get("best_known") or {}).get("score")
            s["gap_to_best"] = round(goal - s["score"], 3) if goal is not None else None
            rows.append(s)
            print(
                f"{c['id']:26} {'ok ' if s['valid'] else 'BAD'} score {s['score']:7.3f} gap {s['gap_to_best']} "
                f"distinct {s.get('distinct')}/{s.get('distinct_bound')} repeats {s.get('repeats')} "
                f"worst {s.get('worst')}/{s.get('worst_bound')} cov {s.get('coverage')} mix {s.get('sector_mix')} "
                f"{s['hard'][:1] if s['hard'] else ''}"
            )
        print(
            f"mean score {sum(r['score'] for r in rows) / max(1, len(rows)):.3f}, valid {sum(r['valid'] for r in rows)}/{len(rows)}"
        )
        return 0
    print(json.dumps(score(by[a[1]], json.load(open(a[2]))), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
