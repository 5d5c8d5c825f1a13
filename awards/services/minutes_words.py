"""The words that minutes start with, out of a session's figures, and how minutes write moments and counts (L-13)."""

import re
from collections import Counter
from collections.abc import Container
from datetime import datetime

from django.utils import timezone

from awards.models import AgendaItem, Attendance, Ballot, BallotItem, Session
from kit.vietnamese import begun_small, fold, listed, long_date, small_count

Result = AgendaItem.Result
# Where nothing but people is counted, not their sheets.
WITHOUT_SHEETS = (Ballot.Method.HANDS, Ballot.Method.NAMED)
NOTHING_MORE = "Các thành viên không có ý kiến khác."
OVER_QUOTA = "Tán thành nhưng vượt số lượng kế hoạch quy định; xếp thứ tự, đưa vào danh sách dự bị"


def moment_words(moment: datetime | None) -> str:
    """Write a moment as papers do."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local:%H} giờ {local:%M} phút, {long_date(local.date())}"


def about_words(title: str) -> str:
    """Return what a session was about, for the middle of a sentence: họp “xét khen thưởng năm 2026”."""
    return begun_small(re.sub(r"^(phiên họp|họp)[ :]+", "", title.strip(), flags=re.IGNORECASE))


def post_held(position: str, role: str) -> str:
    """Return the post that a member holds; what only repeats the seat in the council is none."""
    folded = fold(position)
    return "" if folded.startswith(fold(role)) and "hoi dong thi dua" in folded else position


def ratio(part: int, whole: int) -> str:
    """Write votes against their base, as papers write counts: 04/05."""
    return f"{small_count(part)}/{small_count(whole)}"


def vote_words(found: BallotItem, share: str) -> str:
    """Say a vote with its base and what it needed; hands and names are counted by members, not by sheets.

    Opinions of absent members are told apart from what was cast there, of a secret vote without saying how (L-06).
    """
    ballot = found.ballot
    counted = "thành viên" if ballot.method in WITHOUT_SHEETS else "phiếu"
    needed = f"({share}), cần {ratio(found.needed, found.base)}"
    sent = found.written_for + found.written_against + found.written_blank
    if not sent or ballot.method == Ballot.Method.WRITTEN:
        return f"{ratio(found.votes_for, found.base)} {counted} {needed}"
    if ballot.secret:
        cast = found.votes_for + found.votes_against + found.votes_blank + found.votes_invalid - sent
        return (
            f"{ratio(found.votes_for, found.base)} {needed}; đã biểu quyết {small_count(cast)} {counted} "
            f"và {small_count(sent)} ý kiến bằng văn bản"
        )
    there = f"{small_count(found.votes_for - found.written_for)} {counted}"
    also = f" và {small_count(found.written_for)} ý kiến bằng văn bản" if found.written_for else ""
    return f"{there}{also} tán thành, đạt {ratio(found.votes_for, found.base)} {needed}"


def opening_words(kept: dict) -> str:
    """Propose how the minutes begin: when, where, who presided, who was absent (NĐ 30/2020, Mẫu 1.9).

    How many were there is no matter of words: pages and paper take it from the records.
    """
    held = "lấy ý kiến bằng văn bản về việc" if kept["mode"] == Session.Mode.WRITTEN else "họp"
    where = f", tại {kept['place']}" if kept["place"] else ""
    absent = [
        f"{each['name']} ({inside(each['reason'] or each['words'])})"
        for each in kept["presence"]
        if each["votes"] and each["state"] != Attendance.State.PRESENT
    ]
    lines = [
        f"Vào hồi {kept['opened']}{where}, {kept['council']} {held} {about_words(kept['title'])}.",
    ]
    if absent and kept["mode"] == Session.Mode.MEETING:
        lines.append(f"Vắng mặt: {'; '.join(absent)}.")
    silent = [each["name"] for each in kept["presence"] if each["votes"] and each["state"] == Attendance.State.ABSENT]
    if silent and kept["mode"] == Session.Mode.WRITTEN:
        lines.append(f"Không gửi ý kiến: {'; '.join(silent)}.")
    for label, person in (("Chủ trì", kept["chair"]), ("Thư ký", kept["secretary"])):
        if person:
            lines.append(f"{label}: đồng chí {', '.join(filter(None, [person['name'], person['position']]))}.")
    if kept["guests"]:
        lines.append(f"Khách mời (không biểu quyết): {'; '.join(kept['guests'])}.")
    lines += [f"{_put_off(each, kept['mode'])}: {inside(each['reason'])}." for each in kept["sittings"]]
    return "\n".join(lines)


def _put_off(sitting: dict, mode: str) -> str:
    """Say when a session was put off and, where it had been opened, since when it had sat."""
    what, began = ("Việc lấy ý kiến", "bắt đầu") if mode == Session.Mode.WRITTEN else ("Phiên họp", "khai mạc")
    since = f"{began} lúc {sitting['opened']}, " if sitting["opened"] else "đã "
    return f"{what} {since}tạm hoãn lúc {sitting['ended']}"


def discussion_words(kept: dict) -> str:
    """Propose what the minutes tell of the discussion: what was noted for each item, else why it was put off."""
    items = [each for each in kept["items"] if each["result"] != Result.TAKEN_OFF]
    repeated = _repeated(items)
    said = [(each, words) for each in items if (words := _discussed(each, repeated))]
    lines = [f"Hội đồng xem xét {small_count(len(items))} hồ sơ đề nghị khen thưởng."]
    lines += [
        f"{number}. {each['award']} – {each['nominee']}: {words}." for number, (each, words) in enumerate(said, 1)
    ]
    lines += [_of_several(*opinion, times) for opinion, times in repeated.items()]
    return "\n".join([*lines, *([NOTHING_MORE] if len(said) < len(items) else [])])


def _opinions(each: dict) -> list[tuple[str, str, str]]:
    """Return who wrote about one nominee, for or against, and what (L-06); of a secret ballot only who."""
    secret = each["vote"] and each["vote"]["secret"]
    return [
        (told["name"], "", "") if secret else (told["name"], told.get("choice", ""), inside(told["text"]))
        for told in each.get("opinions", [])
    ]


def _repeated(items: list[dict]) -> dict[tuple[str, str, str], int]:
    """Return the opinions that a member wrote alike about several nominees, with how many."""
    counted = Counter(opinion for each in items for opinion in _opinions(each))
    return {opinion: times for opinion, times in counted.items() if times > 1}


def _of_several(name: str, choice: str, text: str, times: int) -> str:
    """Say once what a member wrote alike about several nominees."""
    told = f", đều {choice}" if choice else ""
    return f"Đồng chí {name} gửi ý kiến bằng văn bản về {small_count(times)} hồ sơ{told}{f': {text}' if text else ''}."


def _discussed(each: dict, repeated: Container[tuple[str, str, str]]) -> str:
    """Return what was said about one nominee, also in writing, without the stop; empty where nothing was noted.

    What a member wrote about several nominees alike stands elsewhere.
    """
    written = [opinion for opinion in _opinions(each) if opinion not in repeated]
    said = [each["discussion"].strip().rstrip(" .;")] if each["discussion"].strip() else []
    if names := [name for name, _, text in written if not text]:
        said.append(f"ý kiến bằng văn bản của {', '.join(names)}")
    if told := [f"{name}{f' ({choice})' if choice else ''}: {text}" for name, choice, text in written if text]:
        said.append(f"ý kiến bằng văn bản: {'; '.join(told)}")
    why = inside(each["reason"]) if each["result"] == Result.DEFERRED else ""
    return "; ".join(said) or (f"hoãn xét; {why}" if why else "")


def inside(words: str) -> str:
    """Return typed words to stand inside a sentence: no stop, a small beginning unless two capitals tell a name."""
    bare = words.strip().rstrip(" .;")
    return bare if bare.partition(" ")[2][:1].isupper() else begun_small(bare)


def conclusion_words(kept: dict) -> str:
    """Propose the conclusion: whom the council proposes for what, here or upward (VT-07), and what it does not."""
    groups = [
        (f"Đề nghị Chủ tịch {kept['committee']} quyết định khen thưởng:", Result.RECOMMENDED, True),
        (f"Đề nghị Chủ tịch {kept['committee']} trình cấp trên khen thưởng:", Result.RECOMMENDED, False),
        (f"{OVER_QUOTA}:", Result.RECOMMENDED, None),
        ("Không đề nghị khen thưởng:", Result.NOT_RECOMMENDED, None),
        ("Hoãn xét:", Result.DEFERRED, None),
    ]
    lines = _in_no_order_yet(kept["items"])
    for title, result, here in groups:
        same = [each for each in kept["items"] if each["result"] == result and _belongs(each, here)]
        if same:
            lines += [title, *listed(f"- {_line(each).rstrip(' .;')}" for each in same)]
    return "\n".join(lines)


def _in_no_order_yet(items: list[dict]) -> list[str]:
    """Name those of whom more were recommended than the plan has places, while nobody put them in order (KP-04)."""
    pools: dict[tuple, list[dict]] = {}
    for each in items:
        if _outnumbers(each):
            over = each["over"]
            pools.setdefault((*over["of"], over["pool"]), []).append(each)
    several = len({each[:2] for each in pools}) > 1
    lines = []
    for (campaign, award_round, *_, title), same in pools.items():
        recommended, places = same[0]["over"]["recommended"], same[0]["over"]["places"]
        excess = small_count(recommended - places)
        pool = f"{title} ({campaign}, {begun_small(award_round)})" if several else title
        lines += [
            f"{pool}: tán thành {small_count(recommended)} trường hợp, vượt {excess} so với số lượng kế hoạch quy định "
            f"({small_count(places)}); thứ tự xét, danh sách trong số lượng và dự bị được xếp sau:",
            *listed(f"- {_line(each).rstrip(' .;')}" for each in same),
        ]
    return lines


def _outnumbers(each: dict) -> bool:
    """Say whether an item was recommended among more than the plan has places, in no order yet."""
    return bool(each.get("over")) and each["result"] == Result.RECOMMENDED


def _belongs(each: dict, here: bool | None) -> bool:
    """Say whether an item belongs where it is decided, here or above; without a place it goes nowhere yet (KP-04)."""
    if each["result"] != Result.RECOMMENDED:
        return True
    if _outnumbers(each):
        return False
    return here is None if each["reserve"] else here == each["decided_here"]


def _line(each: dict) -> str:
    """Say one nominee with the vote or the reason."""
    who = ", ".join(filter(None, [each["nominee"], each["nominee_place"]]))
    why = each["vote"]["words"] if each["vote"] and each["result"] != Result.DEFERRED else inside(each["reason"])
    if each["reserve"] and each["result"] == Result.RECOMMENDED:
        why = f"{why}; xếp thứ {each['reserve']}"
    return f"{each['award']} – {who}: {why}" if why else f"{each['award']} – {who}"
