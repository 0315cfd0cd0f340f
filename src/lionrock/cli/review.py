"""`lionrock review`: a person judges, pair by pair, what is one organisation and what is two."""

from collections.abc import Sequence
from typing import Annotated, Any

from cyclopts import Parameter

from lionrock.answer.review import Change, ReviewDesk
from lionrock.cli import output, sides
from lionrock.cli.commands import Door, Given
from lionrock.cli.keys import Keys
from lionrock.model.judgement import Verdict
from lionrock.resolve.duplicates import Pair

_VERDICTS: dict[str, Verdict] = {"s": "same", "d": "different", "u": "unsure"}


def review(
    *,
    limit: int = 0,
    list: bool = False,
    judge: Annotated[tuple[str, str, Verdict] | None, Parameter(negative=())] = None,
    reason: str | None = None,
    undo: int | None = None,
    door: Given,
) -> int:
    """Judge pairs of organisations that may be one, with the evidence for both side by side.

    One key a pair: s same, d different, u unsure, k skip, z undo, o sources, q quit, ? help.
    Judgements are kept in judgements.jsonl in the home and take effect with the next build.

    Parameters
    ----------
    limit
        At most this many pairs; 0 for all.
    list
        List the pairs, likeliest first, and judge nothing.
    judge
        Judge one pair at once: the id that stays, the other id, and same, different or unsure.
    reason
        Why, for the record; with --judge.
    undo
        Take back the judgement of this number.
    """
    desk = ReviewDesk(door.observatory(), door.settings)
    try:
        if limit < 0:
            raise ValueError(f"--limit {limit}: expected 0 or more")
        if reason is not None and judge is None:
            raise ValueError("--reason belongs to --judge LEFT RIGHT VERDICT")
        if undo is not None:
            return _undo(door, desk, undo)
        if judge is not None:
            return _judge(door, desk, judge, (reason,) if reason else ())
        pairs = desk.proposals()
        pairs = pairs[:limit] if limit else pairs
        if list or door.output.as_json:
            return _list(door, pairs)
        return _Session(door, desk, pairs).run()
    except ValueError as error:
        output.complain(str(error))
        return 2


def _undo(door: Door, desk: ReviewDesk, number: int) -> int:
    line, change = desk.undo(number)
    judgement = line.judgement
    _tell(door.output, change)
    if door.output.as_json:
        return door.output.dump(judgement)
    door.output.tell("review_undone", number=number, left=judgement.left, right=judgement.right)
    door.output.tell("review_apply")
    return 0


def _judge(
    door: Door, desk: ReviewDesk, asked: tuple[str, str, Verdict], reasons: tuple[str, ...]
) -> int:
    left, right, verdict = asked
    line, change = desk.judge(left, right, verdict, reasons, None)
    _tell(door.output, change)
    if door.output.as_json:
        return door.output.dump({"number": line.number, "judgement": line.judgement})
    said = door.output.say(f"review_{verdict}")
    door.output.tell("review_judged", number=line.number, left=left, right=right, verdict=said)
    door.output.tell("review_apply")
    return 0


def _tell(out: output.Output, change: Change) -> None:
    """What a judgement changes in others, on standard error."""
    for told in change.without:
        output.complain(told)
    for told in change.again:
        output.complain(out.say("review_again", what=told))


def _list(door: Door, pairs: Sequence[Pair]) -> int:
    if door.output.as_json:
        return door.output.dump([_plain(pair) for pair in pairs])
    for pair in pairs:
        door.output.line(f"[bold]{pair.left}[/]  [bold]{pair.right}[/]")
        door.output.line(f"  {sides.reasons(pair, door.settings.lang)}")
    if not pairs:
        door.output.tell("review_none")
    return 0


def _plain(pair: Pair) -> dict[str, Any]:
    reasons = [
        {"feature": one.feature, "weight": round(one.weight, 4), "text": one.text.table()}
        for one in pair.reasons
    ]
    return {"left": pair.left, "right": pair.right, "score": pair.score, "reasons": reasons}


class _Session:
    """One sitting at the keyboard."""

    def __init__(self, door: Door, desk: ReviewDesk, pairs: Sequence[Pair]) -> None:
        self._out, self._desk, self._pairs = door.output, desk, pairs
        self._lang = door.settings.lang
        self._judged: dict[int, int] = {}  # place of the pair → number of the judgement

    def run(self) -> int:
        """Show pair after pair until the last, or until the reviewer leaves."""
        if not self._pairs:
            self._out.tell("review_none")
            return 0
        place: int | None = 0
        with Keys() as keys:
            while place is not None and place < len(self._pairs):
                self._show(place)
                place = self._step(place, keys)
        left = len(self._pairs) - len(self._judged)
        self._out.tell("review_done", judged=len(self._judged), left=left)
        return 0

    def _show(self, place: int) -> None:
        pair = self._pairs[place]
        found = (self._desk.side(pair.left) or {}, self._desk.side(pair.right) or {})
        self._out.line("")
        self._out.tell("review_pair", number=place + 1, total=len(self._pairs))
        self._out.line(sides.reasons(pair, self._lang))
        self._out.table(sides.side_by_side(found, self._lang, self._out.say))

    def _step(self, place: int, keys: Keys) -> int | None:
        """Wait for a key that leads on; the place of the next pair, None to leave."""
        self._out.tell("review_keys")
        while True:
            key = keys.next()
            if key is None or key == "q":
                return None
            if key in _VERDICTS:
                self._judge(place, _VERDICTS[key])
                return place + 1
            if key == "k":
                return place + 1
            if key == "z":
                before = self._undo()
                if before is not None:
                    return before
            elif key == "o":
                self._sources(place)
            elif key == "?":
                pair = self._pairs[place]
                self._out.tell("review_help", left=pair.left, right=pair.right)
                self._out.tell("review_keys")
            else:
                self._out.tell("review_unknown_key")
                self._out.tell("review_keys")

    def _judge(self, place: int, verdict: Verdict) -> None:
        pair = self._pairs[place]
        reasons = tuple(one.text.in_("en") for one in pair.reasons)
        line, change = self._desk.judge(pair.left, pair.right, verdict, reasons, pair.score)
        self._judged[place] = line.number
        said = self._out.say(f"review_{verdict}")
        self._out.tell(
            "review_judged", number=line.number, left=pair.left, right=pair.right, verdict=said
        )
        _tell(self._out, change)

    def _undo(self) -> int | None:
        """Take back the last judgement of this sitting; the place of its pair."""
        if not self._judged:
            self._out.tell("review_nothing_to_undo")
            return None
        place, number = self._judged.popitem()
        line, change = self._desk.undo(number)
        judgement = line.judgement
        self._out.tell("review_undone", number=number, left=judgement.left, right=judgement.right)
        _tell(self._out, change)
        return place

    def _sources(self, place: int) -> None:
        pair = self._pairs[place]
        for id_ in (pair.left, pair.right):
            for line in sides.addresses(self._desk.side(id_) or {}, self._lang):
                self._out.line(line)
