"""Fit the weights of rules/words/en/confusions.txt on running text.

    python benchmarks/spelling_confusions.py TEXT … [--out FILE] [--pairs "too>to your>you're"]

Every TEXT is a file of right English, one paragraph a line, each from another source: of three parts of the sources,
two teach and one examines, in turn. For a pair of words, every place of the one that is meant is an example of what
surrounds a mistake, every place of the one that is written an example of what does not (logistic regression; the
strongest weights are kept and fitted again). The threshold is where the examined parts show as many false alarms as are
allowed; a finding is sure a good deal above the worst of them. Pairs that would find too little are left out.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from preflight.folders import cache_folder
from preflight.reading.confusions import PLACES
from preflight.reading.lexicon import Lexicon, Lexicons
from preflight.reading.spread import MARKS, STOP, spread_out
from preflight.reading.wordclasses import WordClasses

PARTS = 3
MOST_EXAMPLES, MOST_EXAMINED = 30_000, 40_000
COMMON = 430
"""The rarity up to which a neighbour is told from others of its class."""
LEAST_SEEN, MOST_WEIGHTS, LEAST_WEIGHT = 5, 400, 12
ROUNDS, STEP, DECAY = 5, 0.12, 0.002
ALARMS_OF_SOUND_ALIKES, ALARMS_OF_SLIPS = 0.004, 0.0008
FEWEST_ALARMS = 1
SURE_MARGIN = 120
LEAST_OF_SOUND_ALIKES, LEAST_OF_SLIPS, LEAST_SURE = 0.12, 0.3, 0.08
FEWEST_WRITTEN = 300
"""Words seen more rarely than this borrow the surroundings of words of their kind: a text on software holds no meat."""
SPOKEN_FOR = {
    "weather": "climate traffic temperature water music", "meat": "food water bread fish milk",
    "bee": "dog bird tree",
    "wit": "humor energy skill charm", "peace": "freedom love truth trust happiness",
    "sight": "view vision light touch",
    "weak": "strong bad thin poor", "quiet": "calm busy safe happy", "loose": "free open tight soft",
    "hear": "see read learn watch", "advise": "recommend suggest encourage", "trough": "valley box road",
    "witch": "girl woman king", "threw": "took gave brought", "brake": "wheel engine bike", "hole": "gap door box",
    "sail": "drive fly walk", "knight": "king soldier man", "pair": "set group", "principal": "main teacher director",
    "bare": "empty raw plain", "breath": "voice heart mind", "breathe": "sleep relax speak", "chose": "decided picked",
    "dairy": "farm food", "desert": "forest beach city", "lead": "help guide bring", "waist": "arm leg neck",
    "whose": "", "aloud": "quickly again together", "allowed": "", "sum": "total number amount", "son": "father child",
    "four": "three five six", "won": "took got", "won't": "", "sea": "water river", "scene": "place view picture",
    "sole": "single main only", "tale": "story book", "reed": "tree plant", "fair": "good nice event",
    "hare": "dog cat", "pray": "hope wish", "rain": "water sun snow", "root": "top base", "stake": "risk share",
    "steak": "food fish", "wood": "metal stone glass", "wear": "use bring carry", "wait": "stop stay",
    "weight": "size height", "weigh": "measure compare", "plane": "car train", "plain": "simple clear",
    "hour": "day minute week", "prize": "award gift", "cite": "quote mention", "formally": "officially clearly",
    "formerly": "previously", "angle": "point side", "angel": "king child", "dose": "amount cup", "massage": "",
    "hose": "pipe tube", "costume": "dress coat", "fro": "", "tot": "", "sit": "stay wait", "sides": "ends",
}  # fmt: skip
SOUND_ALIKES = """
    too>to to>too you're>your you>your your>you of>off off>of their>they're they're>their there>their
    their>there they're>there meat>meet then>them them>then then>than than>then its>it's it's>its
    hear>here here>hear weather>whether whether>weather though>through through>though thought>though trough>through
    where>were were>where we're>were were>we're wear>where know>now now>know out>our our>out are>our our>are
    wit>with sight>site ever>every form>from from>form of>have peace>piece right>write witch>which
    advise>advice advice>advise loose>lose quiet>quite effect>affect affect>effect except>accept accept>except weak>week
    buy>by whose>who's who's>whose
    """
"""Pairs that people mix up all the time."""
SLIPS = """
    your>you're two>to to>two tough>though threw>through no>know know>no not>now now>not cite>site very>every
    has>have have>has every>ever
    write>right chose>choose choose>chose quite>quiet quit>quite except>expect week>weak for>four by>buy and>an
    an>and on>one one>on or>of of>or if>of is>in in>is is>it it>is it>in his>this this>his at>as be>by by>be bee>be
    been>being being>been was>as do>to no>on on>no not>note new>knew led>lead lead>led past>passed
    principal>principle principle>principal breath>breathe son>soon sum>some thing>think things>think the>then then>the
    the>them them>the the>they they>the they>them them>they he>the her>here here>her these>this this>these those>these
    hole>whole would>world live>life life>live like>link make>made made>make sea>see last>least were>was
    was>were are>is is>are use>us us>use used>use use>used us>is am>an any>an way>why why>way who>how how>who what>that
    that>what when>then then>when went>want want>went lets>let's cant>can't well>we'll send>sent sent>send fell>feel
    lost>lose that>than than>that had>has has>had
    """
"""Pairs one slip apart; each is rare, so that far fewer false alarms are allowed. Left out, since readers would object:
four and for, hour and our, list and last, passed and past."""


HEADER = """\
# How much the neighbours of a word speak for another one, read by preflight/reading/confusions.py: a block for each
# pair, "written -> meant | where the sum begins | from which sum on it is sure", then the weights of the second word
# before, the one before, the one after, the second after, and of the classes of the nearest two (hundredths of natural
# log-odds). Fitted by benchmarks/spelling_confusions.py on openly licensed documentation, blogs and handbooks and on
# novels in the public domain; nothing here is edited by hand.
"""


class Place(NamedTuple):
    """Where a word stands, by what surrounds it: the features of one example."""

    features: tuple[tuple[str, str], ...]
    part: int


class Texts:
    """The sources, each as rows of words and marks, and where in them each wanted word stands."""

    def __init__(self, paths: list[Path], wanted: set[str], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.kind = WordClasses(lexicon)
        self.words = 0
        self.places: dict[str, list[tuple[int, list[str], int]]] = defaultdict(list)
        for number, path in enumerate(sorted(paths)):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = [STOP, *(word for word, _, _ in spread_out(line)), STOP]
                self.words += len(row)
                for at, word in enumerate(row[2:-2], 2):
                    if word in wanted:
                        self.places[word].append((number % PARTS, row, at))
        for places in self.places.values():
            random.Random(1).shuffle(places)

    def of(self, word: str, most: int = sys.maxsize) -> list[Place]:
        return [Place(self._features(row, at), part) for part, row, at in self.places[word][:most]]

    def _features(self, row: list[str], at: int) -> tuple[tuple[str, str], ...]:
        around = (row[at - 2], row[at - 1], row[at + 1], row[at + 2])
        told = [
            (place, word)
            for place, word in zip(PLACES, around, strict=False)
            if word in MARKS or self._lexicon.rarity(word) < COMMON
        ]
        return (*told, (PLACES[4], self.kind[around[1]]), (PLACES[5], self.kind[around[2]]))


Weights = dict[tuple[str, str], float]


def telling(right: list[Place], wrong: list[Place]) -> set[tuple[str, str]]:
    """The features that tell the two words apart best."""
    counts = Counter(feature for place in right + wrong for feature in place.features)
    _, weights = descend(right, wrong, {feature for feature, count in counts.items() if count >= LEAST_SEEN})
    strength = {feature: abs(weight) * math.sqrt(counts[feature]) for feature, weight in weights.items()}
    return set(sorted(strength, key=lambda feature: (-strength[feature], feature))[:MOST_WEIGHTS])


def descend(right: list[Place], wrong: list[Place], kept: set[tuple[str, str]]) -> tuple[float, Weights]:
    """How much each of these features speaks for the mistake (``right``: surroundings of the word that is meant)."""
    examples = [(1, [feature for feature in place.features if feature in kept]) for place in right]
    examples += [(0, [feature for feature in place.features if feature in kept]) for place in wrong]
    start = math.log((len(right) + 1) / (len(wrong) + 1))
    weights: Weights = dict.fromkeys(kept, 0.0)
    squares = dict.fromkeys(kept, 1e-6)
    order = random.Random(1)
    for _ in range(ROUNDS):
        order.shuffle(examples)
        for truth, features in examples:
            total = start + sum(weights[feature] for feature in features)
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, total)))) - truth
            if abs(error) < 1e-3:
                continue
            for feature in features:
                slope = error + DECAY * weights[feature]
                squares[feature] += slope * slope
                weights[feature] -= STEP * slope / math.sqrt(squares[feature])
    return start, weights


class Outcome(NamedTuple):
    """A fitted pair: ``start`` holds the threshold already; ``sure`` None where nothing ever is."""

    written: str
    meant: str
    start: int
    sure: int | None
    weights: dict[tuple[str, str], int]
    recall: float
    sure_recall: float


def fit(written: str, meant: str, texts: Texts, alarms: float, least: float) -> Outcome | None:
    """The weights for one pair, from all texts, with the threshold from texts that had not taught them."""
    right = texts.of(meant, MOST_EXAMPLES)
    seen = texts.of(written, MOST_EXAMINED)
    lent = [
        place
        for word in SPOKEN_FOR.get(written, "").split()
        if len(seen) < FEWEST_WRITTEN
        for place in texts.of(word, 500)
    ]
    if len(right) < 40 or len(seen) + len(lent) < 40:
        return None
    wrong = seen[: 2 * MOST_EXAMPLES] + lent
    kept = telling(right, wrong)
    points: list[int] = []  # of places where what is written is right
    found: list[int] = []
    for part in range(PARTS):
        start, weights = descend(
            [place for place in right if place.part != part],
            [place for place in wrong if place.part != part],
            kept,
        )
        rounded = _rounded(weights)
        for place in seen + lent:
            if place.part == part:
                points.append(_sum(start, rounded, place))
        found += [_sum(start, rounded, place) for place in right if place.part == part]
    worst = sorted(points, reverse=True)
    share = len(seen) / max(1, len(texts.places[written]))
    allowed = max(FEWEST_ALARMS, round(alarms * texts.words * share / 1000))
    threshold = max(0, worst[min(allowed, len(worst) - 1)] + 1)
    sure = max(worst[0] + SURE_MARGIN - threshold, 2 * SURE_MARGIN)
    recall = sum(point >= threshold for point in found) / len(found)
    sure_recall = sum(point >= threshold + sure for point in found) / len(found)
    if recall < least:
        return None
    start, weights = descend(right, wrong, kept)
    keep_sure = sure_recall >= LEAST_SURE and len(seen) >= FEWEST_WRITTEN
    return Outcome(
        written, meant, round(100 * start) - threshold, sure if keep_sure else None, _rounded(weights), recall,
        sure_recall,
    )  # fmt: skip


def _rounded(weights: Weights) -> dict[tuple[str, str], int]:
    rounded = {feature: round(100 * weight) for feature, weight in weights.items()}
    return {feature: weight for feature, weight in rounded.items() if abs(weight) >= LEAST_WEIGHT}


def _sum(start: float, weights: dict[tuple[str, str], int], place: Place) -> int:
    return round(100 * start) + sum(weights.get(feature, 0) for feature in place.features)


def block(outcome: Outcome) -> str:
    """A pair as it stands in the file."""
    sure = "-" if outcome.sure is None else outcome.sure
    lines = [f"{outcome.written} -> {outcome.meant} | {outcome.start} | {sure}"]
    for place in PLACES:
        entries = {word: weight for (where, word), weight in sorted(outcome.weights.items()) if where == place}
        if entries:
            lines.append(f"{place} {json.dumps(entries, separators=(',', ':'))}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--pairs", default=f"{SOUND_ALIKES} {SLIPS}")
    arguments = parser.parse_args()
    pairs = list(dict.fromkeys(tuple(pair.split(">")) for pair in arguments.pairs.split()))
    wanted = {word for pair in pairs for word in pair} | {w for words in SPOKEN_FOR.values() for w in words.split()}
    texts = Texts(arguments.texts, wanted, Lexicons(("en",), cache_folder())["en"])
    outcomes = []
    for written, meant in pairs:
        often = f"{written}>{meant}" in SOUND_ALIKES.split()
        alarms, least = (ALARMS_OF_SOUND_ALIKES, LEAST_OF_SOUND_ALIKES) if often else (ALARMS_OF_SLIPS, LEAST_OF_SLIPS)
        outcome = fit(written, meant, texts, alarms, least)
        if outcome is None:
            continue
        outcomes.append(outcome)
        print(f"{written:>9} > {meant:9} {outcome.recall:5.0%} {outcome.sure_recall:5.0%} {outcome.sure}", flush=True)
    if arguments.out:
        arguments.out.write_text("\n\n".join([HEADER.rstrip(), *map(block, sorted(outcomes))]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
