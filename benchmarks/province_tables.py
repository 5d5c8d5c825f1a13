"""What the measurements of a province found, as tables, beside what it may cost."""

from collections.abc import Iterator

COMMUNES = 124
# What a page or an act may cost at most, in floors, and how often it may ask the database.
GOALS = {
    "nominations, 50 a page": (14, 8), "unit reports, 50 a page": (14, 8), "people, 50 a page": (14, 8),
    "a dossier": (10, 14), "a unit report": (10, 14), "council: a ballot on 50": (15, 10),
    "council: a ballot on 250": (40, 10), "home": (10, 10), "home of a leader": (15, 10),
    "form of a new dossier": (8, 14), "public page": (5, 8),
    "report saved": (8, 16), "report handed in": (8, 16), "nomination saved": (8, 16), "vote posted": (6, 16),
}  # fmt: skip
# KiB of a list of fifty before compression; queries and MiB of a list of 5,000 rows taken out.
LIST_KIB, TAKEN_OUT = 40, {"queries": 5, "added_mib": 20}


def table(found: dict) -> Iterator[str]:
    """Set what the pages of one commune cost alone and among the others of a province, beside what they may cost."""
    it, size = found["machine"], found["sizes"]
    yield (
        f"{it['date']}: {it['processor']}, {it['cores']} cores, {it['memory_gb']} GB; Python {it['python']}, "
        f"{it['database']}; load {it['load']} at the start"
    )
    yield (
        f"{size['communes']} communes, {size['reports']:,} reports, {size['lines']:,} lines, {size['nominations']:,} "
        f"dossiers, {size['rows']:,} rows in all, seeded in {found['seeded_s']:.0f} s "
        f"({found['seeded_cpu_s']:.0f} s of our processor time)"
    )
    yield ""
    yield "| page | queries (goal) | repeated | KiB | × F alone | × F among all (goal) | p50 ms | p95 ms | p95/p50 |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    alone = found["one commune"]["pages"]
    for name, page in found["province"]["pages"].items():
        floors, queries = GOALS.get(name, ("", ""))
        yield (
            f"| {name} | {page.get('queries', '')} ({queries}) | {page.get('repeated', '')} "
            f"| {page.get('bytes', page['sent']) / 1024:.1f} | {alone[name]['floors']:.1f} "
            f"| {page['floors']:.1f} ({floors}) | {page['p50']:.1f} | {page['p95']:.1f} | {page['tail']:.1f} |"
        )
    yield ""
    yield "| form sent | queries (goal) | repeated | × F of processor time alone | among all (goal) | p50 ms | p95 ms |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, act in found["forms"].items():
        floors, queries = GOALS[name]
        yield (
            f"| {name} | {act['queries']} ({queries}) | {act['repeated']} | {found['forms alone'][name]['floors']:.1f} "
            f"| {act['floors']:.1f} ({floors}) "
            f"| {act['p50']:.1f} | {act['p95']:.1f} |"
        )
    yield ""
    yield "| list of people | queries | × F | times that of 3 |"
    yield "|---|---:|---:|---:|"
    for rows, page in found["growth"].items():
        yield f"| {int(rows):,} rows | {page['queries']} | {page['floors']:.1f} | {_growth(found, rows):.2f} |"
    yield ""
    for form, out in found["taken out"].items():
        yield (
            f"- {form} of 5,000 rows: {out['queries']} queries (5), {out['floors']:.0f} F (150 for CSV), "
            f"{out['added_mib']} MiB more (20)."
        )
    for load in found["at once"]:
        pace = f"a page every {load['pause']} s each" if load["pause"] else "without a pause"
        yield (
            f"- {load['users']} users at once, {pace}, for {load['seconds']} s: {load['a_second']:.0f} answers "
            f"a second, p50 {load['p50']:.0f} ms, p95 {load['p95']:.0f} ms (1,000), {load['failed']} failed."
        )
    yield "- Eight at once, answers a second: " + ", ".join(
        f"{name} {load['a_second']:.0f} ({load['failed']} failed)" for name, load in found["eight at once"].items()
    ) + "."  # fmt: skip
    yield f"- From the start of gunicorn to its first answer: {found['first_answer_s']:.1f} s (1.5)."
    held = ", ".join(f"{each['whole']} ({each['part']})" for each in found["memory_mib"])
    yield f"- MiB of each process at the end (150), and its part where what is shared is divided: {held}."
    wrote = found["sqlite"]["writers"]
    yield (
        f"- SQLite: {wrote['writers']} writers for {wrote['seconds']} s saved {wrote['saved']} reports, "
        f"{wrote['failed']} failed; at one user its pages take {_slower(found):.2f} times PostgreSQL's at the median."
    )


def _growth(found: dict, rows: str) -> float:
    """Return how many times the list of 3 a longer one costs; its page holds more rows too."""
    sizes = found["growth"]
    return sizes[rows]["floors"] / next(iter(sizes.values()))["floors"]


def _slower(found: dict) -> float:
    """Return how many times as long a page of one commune takes on SQLite as on PostgreSQL, at the median."""
    ours, theirs = found["sqlite"]["pages"], found["one commune"]["pages"]
    times = sorted(ours[name]["p50"] / theirs[name]["p50"] for name in ours if "queries" in ours[name])
    return times[len(times) // 2]


def grown(few: dict, many: dict) -> list[str]:
    """Name what asks the database more where there is more."""
    return [
        f"{name}: {few[name]['queries']} queries grew to {many[name]['queries']}"
        for name in few
        if many[name]["queries"] > few[name]["queries"]
    ]


def faults(found: dict) -> list[str]:
    """Name what asks the database more in a province than alone, the same twice, or more often than it may.

    Times are not judged here: they depend on the machine.
    """
    alone, among = found["one commune"]["pages"], found["province"]["pages"]
    own = {name: page for name, page in among.items() if "queries" in page}
    problems = [f"{name}: {page['repeated']} statements repeated" for name, page in own.items() if page["repeated"]]
    problems += grown({name: alone[name] for name in own}, own)
    sizes = list(found["growth"].values())
    problems += grown({"people": sizes[0]}, {"people": sizes[-1]})
    for name, each in {**own, **found["forms"]}.items():
        if name in GOALS and each["queries"] > GOALS[name][1]:
            problems.append(f"{name}: {each['queries']} queries, not {GOALS[name][1]}")
        if "50 a page" in name and each["bytes"] > LIST_KIB * 1024:
            problems.append(f"{name}: {each['bytes']:,} bytes, not {LIST_KIB} KiB")
    problems += [
        f"{form}: {out[what]} {what}, not {most}"
        for form, out in found["taken out"].items()
        for what, most in TAKEN_OUT.items()
        if out[what] > most
    ]
    if found["sqlite"]["writers"]["failed"]:
        problems.append(f"SQLite: {found['sqlite']['writers']['failed']} saves failed")
    return problems
