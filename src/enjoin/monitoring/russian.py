"""Russian: who holds which office, and whom a report quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from enjoin.model.report import Dated, Span
from enjoin.monitoring.spoken import Spoken, Words
from enjoin.text import dates
from enjoin.text.prose import Quotation

# --- office, body, name ('министр обороны России Сергей Шойгу') ----------------------------------

_OFFICE = re.compile(
    r"\b(?P<role>(?:(?:[Пп]ервый|[Оо]фициальн\w+|[Пп]остоянн\w+|[Сс]пециальн\w+|[Вв]рио|"
    r"[Зз]аместител\w+|[Зз]ам|[Гг]енеральн\w+)\s)*"
    r"(?:[Мм]инистр|[Зз]амминистр|[Пп]ремьер(?:-министр)?|[Вв]ице-премьер|[Пп]резидент|"
    r"[Пп]редставител|[Пп]остпред|[Пп]осол|[Пп]осл|[Сс]екретар|[Гг]оссекретар|[Гг]енсек|[Гг]лав|[Сс]пикер|"
    r"[Пп]редседател|[Дд]иректор|[Кк]омандующ|[Дд]епутат|[Сс]енатор)[а-яё]*"
    r"(?:\s(?:[а-яё-]+(?!\S)|по|при))*?)"
    r"(?P<of>(?:\s(?:[А-ЯЁ]{2,6}|Росси[ийе]|Китая|Кореи|Японии|Ирана|Сирии|Украины|Белоруссии|Кубы|"
    r"Северной|Южной|Госдепа|Госдепартамента|Кремля|Совета|Безопасности|Минобороны))*)"
    r"\s(?P<name>[А-ЯЁ][а-яё]+(?:[\s-][А-ЯЁ][а-яё]+){1,2}|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+)"
)
#: A longer stretch is no office with its name.
_LONGEST = 160


def offices(text: str, start: int, end: int) -> Iterator[tuple[str, str, str | None]]:
    """Yield (name, office, body) of the people whose office stands before their name."""
    for found in _OFFICE.finditer(text, start, end):
        if found.end() - found.start() <= _LONGEST:
            yield found["name"], found["role"], found["of"].strip() or None


# --- quotation, verb, name ('«...», — заявил Сергей Шойгу') --------------------------------------

_CUE = (
    r"(?P<cue>(?:заявил|сказал|сообщил|подчеркнул|отметил|добавил|пояснил|объяснил|уточнил|указал|"
    r"признал|предупредил|пообещал|напомнил|ответил|написал|рассказал|констатировал|подытожил|"
    r"подтвердил|заверил|призвал|пригрозил|возразил|резюмировал)а?)"
)
#: '«...», — заявил ...': who speaks stands up to the next mark.
_AFTER = re.compile(rf"[,.]?\s?[—–-]{{1,2}}\s{_CUE}\s(?P<who>[^.,;:!?«»\"“”—–\n]{{2,160}})")
#: '«..., — заявил Шойгу. — ...»': the speaker stands inside the marks.
_INSIDE = re.compile(
    rf"[,!?…]\s[—–-]{{1,2}}\s{_CUE}\s(?P<who>[^.,;:!?«»\"“”—–\n]{{2,160}})[.,]\s[—–-]{{1,2}}\s"
)
_TOLD = re.compile(rf"[,!?…]\s[—–-]{{1,2}}\s{_CUE}\b")
#: 'Сергей Шойгу заявил журналистам: «...»'
_BEFORE = re.compile(
    rf"(?P<who>[^.;:!?«»\"“”\n]{{2,160}})\b{_CUE}(?:\s[^.;:!?«»\"“”\n]{{1,80}})?:\s$"
)
_CAPITALISED = re.compile(r"\b[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\b")

_WEEKDAYS = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
_WEEKDAY = re.compile(rf"\bво?\s(?P<day>{'|'.join(_WEEKDAYS)})\b")

WORDS = Words(
    kinds=(
        (
            "refusal-to-comment",
            re.compile(r"не\s(?:буд[еу]м?|стан[еу]м?)\s(?:\w+\s)?комментир|[Бб]ез\sкомментариев"),
        ),
        (
            "denial",
            re.compile(
                r"не\sсоответству\w+\sдействительности|[Ээ]то\s(?:ложь|неправда|не\sтак)|беспочвенн|голословн"
            ),
        ),
        ("appeal", re.compile(r"призва|[Пп]ризываем")),
        (
            "legal-position",
            re.compile(
                r"(?:наруш|противореч)\w+.{0,60}(?:резолюци|санкци|прав[ао]|эмбарго|договор|устав)"
            ),
        ),
        ("warning", re.compile(r"предупред|пригроз|последстви|не\sбудем\sколебаться|без\sответа")),
        (
            "commitment",
            re.compile(r"\b(?:будем|намерены?|обязуемся|продолжим|обеспечим)\b|пообещал"),
        ),
        ("report", re.compile(r"\b(?!если\b|или\b)\w{2,}(?:ли|ла|ло|л|лись|лся)\b(?=[^:]*$)")),
    ),
    hedges=(
        ("potentially", re.compile(r"\bпотенциальн", re.IGNORECASE)),
        ("would", re.compile(r"\bбы\b")),
        (
            "may",
            re.compile(
                r"\b(?:возможн|вероятн|могут|может|мог(?:ла|ло|ли)?\b|похоже)", re.IGNORECASE
            ),
        ),
        ("if", re.compile(r"\bесли\b|\bв\sслучае\b", re.IGNORECASE)),
    ),
)


def quotations(
    text: str,
    sentence: Span,
    quoted: Sequence[Quotation],
    names: Sequence[str],
    anchor: date | None,
) -> Iterator[Spoken]:
    """Yield the quotations that begin in a sentence and whose speaker is named beside them.

    `names` are the people of the report whose office stands with their name: nobody else is
    taken for a speaker. `anchor` is the day of publication.
    """
    for one in quoted:
        told, quotes, rule = _told(text, sentence, one)
        named = _speaker(text, told.span("who"), names) if told else None
        if told and named:
            name, span = named
            evidence = (sentence[0], max(sentence[1], told.end()))
            on = _day(text, told.span(), anchor)
            yield Spoken(name, span, told.span("cue"), quotes, evidence, rule, on)


def _told(
    text: str, sentence: Span, one: Quotation
) -> tuple[re.Match[str] | None, tuple[Span, ...], str]:
    """Return the words that say who spoke, what was quoted, and the rule."""
    whole = ((one.start, one.end),)
    inside = _INSIDE.search(text, one.start, one.end)
    if inside is not None:
        parts = ((one.start, inside.start() + 1), (inside.end(), one.end))
        return inside, parts, "quotation-around-speaker"
    if _TOLD.search(text, one.start, one.end):
        return None, (), ""  # somebody speaks inside, and it is not clear who
    after = _AFTER.match(text, one.closed)
    if after is not None:
        return after, whole, "quotation-then-speaker"
    before = max(sentence[0], one.opened - _NEAR)
    return _BEFORE.search(text, before, one.opened), whole, "speaker-then-quotation"


#: Characters before a quotation in which its speaker stands.
_NEAR = 320


def _speaker(text: str, who: Span, names: Sequence[str]) -> tuple[str, Span] | None:
    """Return the one person whom some words name, by full name or by family name."""
    found: dict[str, Span] = {}
    for name in names:
        at = text.find(name, *who)
        if at >= 0:
            found[name] = (at, at + len(name))
    if not found:
        for word in _CAPITALISED.finditer(text, *who):
            full = [name for name in names if name.split()[-1] == word[0]]
            if len(full) == 1:
                found[full[0]] = word.span()
    return next(iter(found.items())) if len(found) == 1 else None


def _day(text: str, told: Span, anchor: date | None) -> Dated | None:
    """Resolve 'в понедельник' and '31 июля' beside a verb of speech."""
    found = _WEEKDAY.search(text, *told)
    if found is not None and anchor is not None:
        back = (anchor.weekday() - _WEEKDAYS.index(found["day"])) % 7
        return Dated((anchor - timedelta(back)).isoformat(), "day", "resolved", found.span())
    span = next(dates.expressions(text, *told), None)
    return dates.resolve(text, span, anchor) if span else None
