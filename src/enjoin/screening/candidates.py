"""From many names at once to the few listed names worth scoring, without looking at the others.

1. The parts of all names find their likes in the vocabulary (`enjoin.screening.vocabulary`).
2. Of each name the rarest parts lead to listed names. The others need not: a listed name that has
   nothing but common parts of a name cannot cover enough of it, or cannot score enough.
3. Of the pairs so found, those that may cover enough of both sides by what led to them are compared
   part by part, in a few array operations.
4. Kept is a pair that does cover enough and whose score may reach what is asked.

What is found for a name depends on nothing but the name, the listed name and what is asked: not on
the names beside it, nor on the rest of the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from enjoin.screening.arrays import LOW, ROUNDED, added, beginnings, spread_out
from enjoin.screening.asked import Asked, Wanted
from enjoin.screening.compared import Compared, Likes, may_be_near
from enjoin.screening.index import Snapshot
from enjoin.screening.resemblance import Outline, name_at_most
from enjoin.screening.together import Together, may_be_together
from enjoin.screening.vocabulary import Vocabulary
from enjoin.text.names import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enjoin.screening.arrays import Flags, Numbers, Places

#: Candidates for one name that are near only: those that may weigh most; equals are never cut off.
MOST = 100
#: Pairs looked at together: as many as the arrays between fit into the processor's caches.
_AT_ONCE = 50_000


class Candidates:
    """Finds candidates in one snapshot; remembers the likes of parts seen before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._vocabulary = Vocabulary(snapshot, lambda: snapshot.vocabulary)

    def find(self, name: Sequence[Part], among: Flags | None = None) -> list[int]:
        """Return the listed names that may be this name whatever they score, best covered first."""
        return self.find_many([Wanted(name)], among)[0]

    def find_many(
        self, wanted: Sequence[Wanted], among: Flags | None = None, *, near: bool = False
    ) -> list[list[int]]:
        """Return for each name the numbers of the listed names that may be it, best covered first.

        `among` tells, per listed name, whether it is asked for at all; `near` adds those that
        cannot have the weight asked for but cover enough, at most `MOST` a name. A name that tells
        too little to be looked for finds those that are the same, part for part.
        """
        found: list[list[int]] = [[] for _ in wanted]
        told = [n for n, (name, _) in enumerate(wanted) if any(p.information for p in name)]
        if not told or not self._snapshot.names:
            return found
        told.sort(key=lambda n: -len(wanted[n].name))
        asked = Asked([wanted[n] for n in told], self._vocabulary, near=near)
        for number, names in chain.from_iterable(self._search(asked, among)):
            found[told[number]] = names
        return found

    def _search(
        self, asked: Asked, among: Flags | None
    ) -> Iterator[Iterator[tuple[int, list[int]]]]:
        """Search for the names in runs that raise about as many pairs as fit into memory."""
        import numpy as np

        offsets = self._snapshot["posting_offsets"]
        parts = asked.alike.parts
        raised = added(offsets[parts + 1] - offsets[parts])
        cost = raised[asked.alike.offsets[1:]] - raised[asked.alike.offsets[:-1]]
        roles = _roles(asked, cost[asked.part])
        leads = np.where(roles == _LEADS, cost[asked.part], 0)
        run = np.cumsum(np.bincount(asked.name, leads, asked.count)) // _AT_ONCE
        written = Together(self._snapshot, asked)
        likes: Likes | None = None
        for start, end in pairwise([*beginnings(run).tolist(), asked.count]):
            within = (asked.name >= start) & (asked.name < end)
            pairs, worth = self._pairs(asked, within, roles, written, among)
            if not len(pairs):
                continue
            likes = likes or Likes(asked.alike)
            compared = Compared(self._snapshot, asked, likes, pairs, worth)
            yield _chosen(self._snapshot, asked, pairs, compared)

    def _pairs(
        self,
        asked: Asked,
        within: Flags,
        roles: NDArray[np.int8],
        written: Together,
        among: Flags | None,
    ) -> tuple[Places, Numbers]:
        """Return pairs of a name and a listed name, each as one number, ascending.

        With each comes what parts written together on one side tell: mostly nothing. Pairs that
        cannot cover enough, as the parts that lead to them tell, are left out at once.
        """
        import numpy as np

        leads, (together, told) = within & (roles == _LEADS), written.within(within)
        coded = [*self._led(asked, within, roles), together << _BITS | _NO_SLOT]
        noted = np.concatenate(coded)
        if among is not None:
            noted = noted[among[noted >> _BITS & LOW]]
        noted.sort()
        pairs = noted >> _BITS
        starts = beginnings(pairs)
        if not len(starts):
            return pairs, np.empty(0)
        cover = np.add.reduceat(_told_by_slots(asked, noted), starts)
        pairs = pairs[starts]
        worth = np.zeros(len(pairs))
        if len(together):
            at = np.minimum(pairs.searchsorted(together), len(pairs) - 1)
            kept = pairs[at] == together
            np.add.at(worth, at[kept], told[kept])
        others = asked.told - np.bincount(asked.name, asked.information * leads, asked.count)
        enough = self._may_cover(asked, pairs, cover + others[pairs >> 32] + worth)
        return pairs[enough], worth[enough]

    def _led(self, asked: Asked, within: Flags, roles: NDArray[np.int8]) -> Iterator[Places]:
        """Yield pairs that parts of names lead to, by their likes, with the slots of those parts.

        Those that only help are noted without: what they tell is not known of every pair.
        """
        import numpy as np

        alike = asked.alike
        for role, postings in ((_LEADS, "posting"), (_HELPS, "abbreviated")):
            rows = (within & (roles == role)).nonzero()[0]
            if not len(rows):
                continue
            part = asked.part[rows]
            whose, at = spread_out(alike.offsets[part], alike.offsets[part + 1])
            holding, listed = self._snapshot.holding(postings, alike.parts[at])
            row = rows[whose][holding]
            name = asked.name[row]
            slot = np.minimum(row - asked.first[name], _LAST_SLOT) if role == _LEADS else _NO_SLOT
            yield (name << 32 | listed) << _BITS | slot

    def _may_cover(self, asked: Asked, pairs: Places, cover: Numbers) -> Flags:
        """Tell pairs that cover enough of both names if they cover so much."""
        ours, known = pairs >> 32, self._snapshot["name_information"][pairs & LOW]
        enough: Flags = cover >= (asked.cover * asked.told)[ours] - ROUNDED
        enough &= cover >= asked.name_cover[ours] * known - ROUNDED
        return enough


#: A pair is noted with its slot, in so many bits: the place of the part that leads to it. The last
#: but one stands for all parts from there on, the last for none.
_BITS = 5
_LAST_SLOT, _NO_SLOT = 30, 31


def _told_by_slots(asked: Asked, coded: Places) -> Numbers:
    """Return what the part tells that leads to each pair: all, where its slot is not its own."""
    import numpy as np

    name, slot = coded >> (32 + _BITS), coded & _NO_SLOT
    row = np.minimum(asked.first[name] + slot, len(asked.information) - 1)
    told = np.where(slot == _LAST_SLOT, asked.told[name], asked.information[row])
    found: Numbers = np.where(slot == _NO_SLOT, 0.0, told)
    return found


#: What a part of a name is for: it leads to no listed name, to those with initials, to all.
_IDLE, _HELPS, _LEADS = 0, 1, 2


def _roles(asked: Asked, cost: Places) -> NDArray[np.int8]:
    """Decide which parts of names lead to listed names: the rarest, and as few as will do.

    The commonest parts of a name are left out as long as they cover too little of it even together;
    further ones as long as a listed name of just these parts would weigh too little. The latter
    still lead to names with initials, which may stand for the parts that are not left out.
    """
    import numpy as np

    order = np.lexsort((-cost, asked.name))
    name = asked.name[order]
    before = (asked.told.cumsum() - asked.told)[name]
    cover = np.cumsum(asked.information[order]) - before
    idle = cover < (asked.cover * asked.told)[name] - ROUNDED
    nothing = np.zeros(len(name))
    alone = Outline(cover, nothing == 0, nothing)
    past = (asked.tellings.cumsum() - asked.tellings)[name]
    some = np.cumsum(asked.telling[order]) - past < asked.tellings[name]
    helps = some & (name_at_most(alone) < asked.least[name]) & ~asked.initials[name]
    roles = np.full(len(name), _LEADS, dtype=np.int8)
    roles[order[helps & (not asked.near)]] = _HELPS
    roles[order[idle]] = _IDLE
    return roles


def _chosen(
    snapshot: Snapshot, asked: Asked, pairs: Places, compared: Compared
) -> Iterator[tuple[int, list[int]]]:
    """Choose among pairs; yield the names that have any, each with its listed names, best first."""
    import numpy as np

    enough = compared.covering().nonzero()[0]
    weight = compared.at_most(enough)
    reaching = weight >= asked.least[pairs[enough] >> 32]
    doubtful = (~reaching).nonzero()[0]
    if len(doubtful):
        reaching[doubtful] = may_be_together(snapshot, asked, pairs[enough[doubtful]])
        doubtful = doubtful[~reaching[doubtful]]
    if len(doubtful):
        slips = doubtful[may_be_near(snapshot, asked, pairs[enough[doubtful]])]
        best = compared.at_most(enough[slips], near=True)
        reaching[slips] = best >= asked.least[pairs[enough[slips]] >> 32]
    if not asked.near:
        enough, weight, reaching = enough[reaching], weight[reaching], reaching[reaching]
    ours, listed, cover = pairs[enough] >> 32, pairs[enough] & LOW, compared.cover[enough]
    order = np.lexsort((-cover, ours))
    starts = beginnings(ours[order]).tolist() if len(order) else []
    for start, end in pairwise([*starts, len(order)]):
        group = order[start:end]
        kept = _not_cut(weight[group], reaching[group])
        yield int(ours[group[0]]), listed[group[kept]].tolist()


def _not_cut(weight: Numbers, reaching: Flags) -> Flags:
    """Tell which of a name's candidates to keep: those that may score enough, and the best."""
    import numpy as np

    if len(weight) <= MOST:
        return np.ones(len(weight), dtype=np.bool_)
    kept: Flags = reaching | (weight >= np.partition(weight, -MOST)[-MOST])
    return kept
