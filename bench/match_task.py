"""The names task: invented organisations, and queries that are noisy spellings of some of them.

Just over half of the candidates are English, the others Chinese in either script; many differ by
one word or sign. One query in five names an organisation that is not among the candidates.
Queries are shortened, mistyped, turned round, given a department or a place, stripped of legal
forms or put into the other script, so some of them could mean two candidates and nobody can
have all right. Run `python bench/match_task.py FILE [SIZE] [SEED] [AMONG]` where Faker is
installed: it invents the surnames and some of the companies.
"""

import json
import random
import sys
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench import match_words as words

SIZE, QUERIES, ABSENT, ENGLISH = 98_000, 10_000, 0.2, 0.55


class Inventor:
    """Invents names; the same seed invents the same ones."""

    def __init__(self, seed: int) -> None:
        from faker import Faker  # only the peers' folder has it

        self.chance = random.Random(seed)
        self.english_names, self.chinese_names = Faker("en_US"), Faker("zh_CN")
        self.english_names.seed_instance(seed)
        self.chinese_names.seed_instance(seed)
        self.traditional = opencc.OpenCC("s2hk")

    def names(self, count: int) -> list[str]:
        """So many names, no two alike but for their case."""
        names: dict[str, str] = {}
        while len(names) < count:
            invent = self._english if self.chance.random() < ENGLISH else self._chinese
            name = invent()
            while name.lower() in names:
                name = invent()
            names[name.lower()] = name
        return list(names.values())

    def _english(self) -> str:
        return " ".join(self._spaced().split())

    def _spaced(self) -> str:
        pick, sort = self.chance.choice, self.chance.random()
        if sort < 0.3:
            return f"{self.english_names.company()} {pick(words.FORMS)}"
        if sort < 0.6:
            coined = "".join(self.chance.choices(words.SYLLABLES, k=self.chance.randint(2, 3)))
            return f"{coined.capitalize()} {pick(words.TRADES)} {pick(words.FORMS)}"
        if sort < 0.8:
            place = f" of {pick(words.PLACES)}" if self.chance.random() < 0.4 else ""
            return f"{self._surname()} {pick(words.FIELDS)} {pick(words.BODIES)}{place}"
        epithet = pick(("", *words.EPITHETS, self._surname()))
        joint = pick(("of", "for"))
        return f"{pick(words.PLACES)} {epithet} {pick(words.BODIES)} {joint} {pick(words.FIELDS)}"

    def _chinese(self) -> str:
        name = self._unspaced()
        return self.traditional.convert(name) if self.chance.random() < 0.5 else name

    def _unspaced(self) -> str:
        pick, sort = self.chance.choice, self.chance.random()
        if sort < 0.25:
            return str(self.chinese_names.company())
        if sort < 0.65:
            place = pick((*words.CHINESE_PLACES, *[""] * 6))
            field = pick((*words.CHINESE_FIELDS, *[""] * 5))
            return place + self._signs(2, 4) + field + pick(words.CHINESE_FORMS)
        place, field = pick(words.CHINESE_PLACES), pick(words.CHINESE_FIELDS)
        if sort < 0.85:
            person = self.chinese_names.last_name() + self.chinese_names.first_name()
            return f"{place}{person}{field}{pick(words.CHINESE_BODIES)}"
        return f"{place}{self._signs(2, 2)}{pick(words.CHINESE_BODIES)}{field}" + pick(
            words.CHINESE_UNITS
        )

    def _surname(self) -> str:
        return str(self.english_names.last_name())

    def _signs(self, least: int, most: int) -> str:
        return "".join(self.chance.choices(words.SIGNS, k=self.chance.randint(least, most)))


class Noise:
    """Writes a name as somebody else might have."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.simplified, self.traditional = opencc.OpenCC("t2s"), opencc.OpenCC("s2hk")

    def spoil(self, name: str) -> str:
        """A noisy spelling of a name; now and then the name itself."""
        return self._english(name) if name.isascii() else self._chinese(name)

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _english(self, name: str) -> str:
        if self._happens(0.45):
            for long, short in words.SHORT.items():
                name = name.replace(long, short) if self._happens(0.5) else name
        if self._happens(0.35):
            for form in words.DROPPED:
                name = name.replace(form, "")
        for share in (0.2, 0.08):
            name = self._mistyped(name) if self._happens(share) else name
        if self._happens(0.15) and " of " in name:
            head, _, tail = name.partition(" of ")
            name = f"{tail} {head}"
        if self._happens(0.2):
            name = f"Dept. of {self.chance.choice(words.FIELDS)}, {name}"
        if self._happens(0.2):
            name = f"{name}, {self.chance.choice(words.PLACES)}"
        name = name.upper() if self._happens(0.15) else name
        return f"The {name}" if self._happens(0.1) else name

    def _mistyped(self, name: str) -> str:
        """A letter left out (two in five), two swapped (three in ten), or one replaced."""
        if len(name) < 5:
            return name
        at, sort = self.chance.randrange(1, len(name) - 1), self.chance.random()
        before, letter, after = name[:at], name[at], name[at + 1 :]
        if sort < 0.4:
            return before + after
        if sort < 0.7:
            return before + after[0] + letter + after[1:]
        return before + self.chance.choice("aeiorstn") + after

    def _chinese(self, name: str) -> str:
        if self._happens(0.5):
            name = self.simplified.convert(name)
            name = name if self._happens(0.5) else self.traditional.convert(name)
        if self._happens(0.4):
            for form in ("有限公司", "股份", "集团", "集團"):
                name = name.replace(form, "")
        if self._happens(0.3):
            if "(" in name:
                name = name.replace("(香港)", "")
            else:
                name = self.chance.choice(("", "香港", "深圳市")) + name
        if self._happens(0.2):
            name += self.chance.choice(words.TAILS)
        if self._happens(0.12) and len(name) > 4:
            at = self.chance.randrange(len(name))
            name = name[:at] + self.chance.choice(words.SIGNS) + name[at + 1 :]
        return name


def make(size: int, seed: int, among: int | None = None) -> dict[str, list[object]]:
    """`size` candidates, and queries with the position of what they mean (-1: not among them).

    `among`: queries only mean the first so many candidates, so that a prefix of the candidates
    that is at least as long is a smaller task with the same answers.
    """
    inventor, noise = Inventor(seed), Noise(seed + 1)
    absent = int(QUERIES * ABSENT)
    names = inventor.names(size + absent)
    missing, candidates = names[:absent], names[absent:]
    meant = noise.chance.sample(range(min(among or size, size)), QUERIES - absent)
    queries: list[object] = [(noise.spoil(name), -1) for name in missing]
    queries += [(noise.spoil(candidates[at]), at) for at in meant]
    noise.chance.shuffle(queries)
    return {"candidates": list(candidates), "queries": queries}


if __name__ == "__main__":
    target, *rest = sys.argv[1:]
    size, seed, among = [*map(int, rest), *(SIZE, 11, 0)[len(rest) :]]
    task = json.dumps(make(size, seed, among or None), ensure_ascii=False)
    Path(target).write_text(task, "utf-8")
