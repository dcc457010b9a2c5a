"""Who speaks: names, offices and pronouns followed back to one person or body."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring import offices, people
from enjoin.monitoring.phrases import main_subject
from enjoin.monitoring.sentences import Draft, Sentence

_NOBODY = re.compile(r"^(?:many|some|others?|few|several|most|observers|it|that|which|who)\b", re.I)

_OWNER = re.compile(r"['’]s?\s")
#: What speaks for whoever made it.
_DOCUMENT = re.compile(
    r"(?:(?:the|a|its|his|her|their)\s)?(?:[a-z]+\s){0,2}?"
    r"(?:statement|communiqu[eé]|press\srelease|commentary|letter|post|tweet)",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"\b(?:official|diplomat|politician|leader|candidate|nominee|aide)$", re.I)

_BARE_BODY = re.compile(
    r"(?:the|its)\s(?P<head>ministry|department|agency|council|committee|commission|embassy|"
    r"company|bank|command|army|navy|police|party)",
    re.IGNORECASE,
)
#: A body with words of its own before its head; filled in with the head.
_NAMED_BODY = (
    r"(?P<body>(?:(?!The |But |And |In |On )[A-Z][\w.-]*(?:['’]s)?\s){1,4}"
    r"(?:[a-z]+\s){0,2}(?i:%s)|\b(?:(?!the |its |an? |in |of |by |at |to )[a-z]+\s)(?i:%s))\b"
    r"(?!\s(?:of|for)\b)"
)
#: A body whose own words follow its head: 'the Ministry of Defence'.
_BODY_OF = r"\b(?P<body>(?i:%s)\s(?:of|for)\s(?:the\s)?[A-Z][\w-]*(?:\s(?:and\s)?[A-Z][\w-]*){0,3})"
#: Characters back over which a bare body is followed.
_FAR = 3_000
_INDEFINITE = re.compile(r"^(?:an?|another|one|a senior|a second|two|three|several|some)\b", re.I)


def _bodies(plain: str, head: str) -> tuple[list[int], list[str]]:
    """Return where the bodies that a head names end, in order, and their names."""
    patterns = (_NAMED_BODY % (head, head), _BODY_OF % head)
    found = sorted(
        (match.end(), match["body"])
        for pattern in patterns
        for match in re.compile(pattern).finditer(plain)
    )
    return [end for end, _ in found], [body for _, body in found]


class Speakers:
    """Names the speakers of one report, in reading order, so that 'he' can be followed back."""

    def __init__(self, plain: str, parts: Sequence[Sentence], known: people.People) -> None:
        self._plain, self._parts, self._known = plain, parts, known
        self._last: str | None = None
        self._last_person: str | None = None
        self._waiting: list[tuple[int, str]] = []
        self._here = 0
        self._bodies: dict[str, tuple[list[int], list[str]]] = {}

    def name(self, drafts: Sequence[Draft]) -> None:
        """Give every statement its speaker, as far as the report tells."""
        for self._here, draft in enumerate(drafts):
            subject = draft.attribution.subject if draft.attribution else None
            if subject is None:
                continue
            whole = draft.attribution.whole if draft.attribution else None
            draft.speaker_span = whole if whole and self._is_short(whole) else subject
            draft.speaker = self._who(subject, whole or subject, draft)
            if draft.speaker is not None:
                self._last = draft.speaker
                if self._is_somebody(draft.speaker):
                    self._last_person = draft.speaker
        self._settle(drafts)

    def _is_somebody(self, speaker: str) -> bool:
        """Tell a person, named or not, from a body: 'he' is never a ministry."""
        return self._known.person(speaker) is not None or bool(offices.HEAD.search(speaker))

    def _is_short(self, whole: Span) -> bool:
        words = self._plain[slice(*whole)]
        return len(words) < 200 and not re.search(r",\s(?:however|asked)", words)

    def _who(self, subject: Span, whole: Span, draft: Draft) -> str | None:
        words = self._plain[slice(*subject)]
        if words.lower() in {"he", "she", "they", "i", "we"}:
            return self._pronoun(words.lower(), draft)
        if _NOBODY.match(words):
            return None
        # 'Roe's aide' is not Roe: only what follows the possessive names the speaker.
        begin = subject[0] + max((m.end() for m in _OWNER.finditer(words)), default=0)
        named = self._known.by_name((begin, subject[1])) or self._known.by_name((begin, whole[1]))
        if named is None and words.isupper():
            named = self._known.by_family(words.split()[-1])
        if named is not None:
            return named
        if _DOCUMENT.fullmatch(words):
            return self._last
        return self._by_office(subject, words)

    def _pronoun(self, word: str, draft: Draft) -> str | None:
        """Follow 'he' to the person just named in the sentence, else to who spoke last."""
        if word in {"he", "she"} and draft.attribution is not None:
            part = self._parts[draft.sentence]
            earlier = main_subject(part.row)
            if earlier and earlier[1] < draft.attribution.start:
                named = self._known.by_name(earlier)
                if named:
                    return named
            just = self._just_named(draft.sentence)
            return just or self._last_person or self._subject_before(draft.sentence)
        return self._last

    def _just_named(self, at: int) -> str | None:
        """Return who the sentence before is about, where it stands in the same paragraph."""
        if at == 0:
            return None
        before, here = self._parts[at - 1], self._parts[at]
        if "\n" in self._plain[before.span[1] : here.span[0]]:
            return None
        subject = main_subject(before.row)
        return self._known.by_name(subject) if subject else None

    def _subject_before(self, at: int) -> str | None:
        for part in reversed(self._parts[max(0, at - 3) : at]):
            subject = main_subject(part.row)
            named = self._known.by_name(subject) if subject else None
            if named:
                return named
        return None

    def _by_office(self, subject: Span, words: str) -> str | None:
        known = self._known.by_office(subject)
        if known is not None:
            return known
        if _GENERIC.search(words) and not _INDEFINITE.match(words) and self._last:
            return self._last
        if re.search(r"(?:spokes(?:person|man|woman)|official|envoy|minister)$", words, re.I):
            self._waiting.append((self._here, words))
        words = self._body_before(subject[0], words) or words
        return (
            offices.body_of_alone(words)
            or offices.government_of(words)
            or offices.without_article(words)
        )

    def _body_before(self, at: int, words: str) -> str | None:
        """Follow 'the ministry' back to 'South Korea's foreign ministry', the last one named."""
        bare = _BARE_BODY.fullmatch(words)
        if bare is None:
            return None
        head = bare["head"].lower()
        if head not in self._bodies:
            self._bodies[head] = _bodies(self._plain, head)
        ends, bodies = self._bodies[head]
        last = bisect_right(ends, at) - 1
        return bodies[last] if last >= 0 and ends[last] >= at - _FAR else None

    def _settle(self, drafts: Sequence[Draft]) -> None:
        """Match 'a Pentagon spokesperson' with the name that the next statements give."""
        names: dict[str, str] = {}
        for at, words in self._waiting:
            bare = offices.without_article(words)
            for draft in drafts[at + 1 : at + 4]:
                if bare not in names and draft.speaker and self._may_be(draft.speaker):
                    self._known.give_role(draft.speaker, words)
                    names[bare] = draft.speaker
        for draft in drafts:
            draft.speaker = names.get(draft.speaker or "", draft.speaker)

    def _may_be(self, name: str) -> bool:
        person = self._known.person(name)
        return (
            person is not None
            and person.affiliation is None
            and not self._known.is_introduced(name)
        )
