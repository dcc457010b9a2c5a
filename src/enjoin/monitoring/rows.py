"""What a line of a page is by itself: prose, caption, by-line, notice or label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from enjoin.model.report import Span
from enjoin.monitoring.agencies import AGENCY
from enjoin.text import dates, prose

#: 'By Ada Penn', '홍길동 기자 hong@example.org'.
BYLINE = re.compile(
    r"(?:By|BY|Reporting by|Written by|Posted by|Story by|Автор:|Текст:)\s+"
    r"(?P<who>[A-ZА-ЯЁ][^\n.!?]{1,80})$|"
    r"(?P<korean>[가-힣]{2,4})\s?(?:기자|특파원)(?:\s[\w.@-]+)?$"
)

_DATE_LABEL = re.compile(r"\b(?:published|updated|posted|date|modified|issued)\b", re.IGNORECASE)

BULLET = re.compile(r"[•·*▪◦■▶►\-–—]\s|[-–—*•]$")

_TERMINAL = re.compile(r"[.!?…。:;][\"”»’')\]]*(?:\s?\([A-Z][\w .&/-]{1,30}\))?$|[\"”»]$")

_NOTICE = re.compile(
    r"cookies?\b.*\b(?:experience|policy|accept)|all rights reserved|©|\bcopyright\b|"
    r"privacy policy|terms of (?:use|service)|\bsubscribe\b|newsletter|\bsign (?:up|in)\b|"
    r"\blog ?in\b|^advertis|^sponsored|^read more\b|^read also\b|^click here|^follow us|"
    r"^share (?:this|on)|share button|download (?:our|the) app|font[- ]size|link copied|"
    r"^(?:also )?read:|^watch:|^listen:|^related:|^more:|^skip to|\bnotify me\b|^save my name\b|"
    r"will not be published|^leave a (?:comment|reply)|\bfollow (?:me|us|him|her|them) on\b|"
    r"requires? javascript|enable javascript|comment data is processed|have a tip\?|"
    r"^(?:thank you|thanks) for (?:stopping|subscribing|signing|reading)|unsubscribe|"
    r"delayed (?:at least|by) \d+ minutes|무단 ?전재|저작권|все права защищены|"
    r"подпи(?:сывайтесь|шитесь)",
    re.IGNORECASE,
)
#: What a site says of its own cookies, at any length.
_COOKIES = re.compile(
    r"\bcookies?\b.{0,1200}?\b(?:cookies?|consent|agree\w*|website|browser)\b",
    re.IGNORECASE | re.DOTALL,
)

#: No line without one of these can be a notice.
_NOTICE_STEMS = tuple(
    "cookie rights © copyright privacy terms subscribe newsletter sign log advertis sponsored read "
    "click follow share download font link watch: listen: related more skip notify save published "
    "leave javascript comment tip thank unsubscribe delayed 전재 저작권 права подпи".split()
)
_TAIL = re.compile(
    r"(?:[\"“][^\"”]{1,60}[\"”]\s*)?(?:top \d+ \w+|popular (?:articles?|stories|posts|now)|"
    r"most (?:read|popular|viewed|shared|watched).*|related (?:articles?|stories|news|posts|topics|"
    r"content).*|recommended.*|trending.*|read next.*|more (?:from|on|stories|news|top|in)\b.*|"
    r"latest (?:news|stories|headlines).*|editor['’]?s['’]? (?:picks?|choice).*|"
    r"you (?:may|might) (?:also )?like.*|[\w ]{1,30} ranking|"
    r"(?:post a |view )?comments?(?: \(\d+\))?|about the author.*|tags?:?|topics?:?|"
    r"notes? (?:to|for) editors?.*|(?:media |press )?contacts?:?|ends?|-+ ?ends? ?-+|#{2,})$",
    re.IGNORECASE,
)

_CAPTION = re.compile(
    r"\b(?:in this|file|undated|handout|captured|courtesy of|screen)\s(?:[\w.,]+\s){0,4}?"
    r"(?:photo|image|picture|photograph|file photo|captured image|video)|"
    r"\b(?:photo|image|picture|credit)s?\s?(?:by|:|credit)|\((?:file|pictured?|left|right|center|"
    r"centre|c|l|r)\)|\b(?:is|are|was) (?:seen|pictured|shown|photographed)\b|"
    r"\b(?:Getty Images|AP Photo|EPA-EFE|Shutterstock|Alamy)\b|^(?:photo|image|caption|pictured)\b",
    re.IGNORECASE,
)

#: No line without one of these can be a caption by its words.
_CAPTION_STEMS = tuple(
    "photo image picture video credit caption pictured seen shown getty epa-efe shutterstock alamy "
    "(left (right (cent (c) (l) (r) (file".split()
)
#: A credit without a stop before it: no sentence of a report ends so.
_CREDIT = re.compile(rf"(?<![.!?])[\s/(|]+(?:{AGENCY})[\s)|]*$")

_TABLE = re.compile(r"^[!\[\]()|\s]+$")

QUOTE_MARK = re.compile('["“”„«»]')

TELLS = re.compile(
    r"\b(?:said|says|told|added|stated|announced|declined|warned|stressed|noted|reiterated|"
    r"insisted|claimed|argued|wrote)\b"
)

_INTRODUCES = re.compile(
    r"\b(?:said|says|told|added|continued|wrote|writes|reports|reported|tweeted|asked|replied|"
    r"answered|explained|follows|statement|noted)\b"
)

#: A cross-heading in single quotation marks: one pair around it all, apostrophes inside words.
_QUOTED_HEADING = re.compile(r"['‘](?:[^'‘’]|(?<=\w)['’](?=\w)){1,80}['’]")

WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def kinds_of(text: str, rows: Sequence[Span]) -> list[str]:
    """Say what each line is by itself; what is neither prose nor known is 'label'."""
    found = [_kind(text[start:end]) for start, end in rows]
    words = [text[start:end] for start, end in rows]
    for at in range(1, len(rows)):
        if words[at] == words[at - 1] and len(words[at]) > 40:  # a caption and its alt text
            found[at] = found[at - 1] = "caption"
    return found


def _kind(line: str) -> str:
    """Return the first kind whose test a line passes; long lines can only be prose or captions."""
    low = line.lower()
    if _TABLE.match(line[:400]):
        return "label"
    if len(line) < 1200 and _is_caption(line, low):
        return "caption"
    if len(line) < 90 and BYLINE.match(line):
        return "byline"
    return "dateline" if _is_date_line(line) else _kind_of_words(line, low)


def _kind_of_words(line: str, low: str) -> str:
    if _is_notice(line, low):
        return "notice"
    if len(line) < 90 and _TAIL.match(line):
        return "tail"
    return "prose" if _is_prose(line) else "label"


def _is_notice(line: str, low: str) -> bool:
    if "cookie" in low and len(line) < 1500 and _COOKIES.search(line):
        return not QUOTE_MARK.search(line)
    return (
        len(line) < 250
        and prose.holds_any(low, _NOTICE_STEMS)
        and bool(_NOTICE.search(line))
        and not QUOTE_MARK.search(line)
    )


def _is_caption(line: str, low: str) -> bool:
    half = len(line) // 2
    if half > 30 and line[:half].strip() == line[half:].strip():
        return True
    if prose.holds_any(low, _CAPTION_STEMS) and _CAPTION.search(line):
        return not QUOTE_MARK.search(line) and not TELLS.search(line)
    if not _CREDIT.search(line, max(0, len(line) - 60)) or len(WORD.findall(line)) <= 6:
        return False
    return not QUOTE_MARK.search(line) and not TELLS.search(line)


_DIGIT = re.compile(r"\d")


def _is_date_line(line: str) -> bool:
    """Tell a line that holds a date and next to nothing else."""
    if len(line) > 120 or not _DIGIT.search(line):
        return False
    found = [line[s:e] for s, e in dates.expressions(line) if dates.day_and_month(line, (s, e))]
    if not found:
        return False
    rest = len(WORD.findall(line)) - sum(len(WORD.findall(words)) for words in found)
    return rest <= 3 or (bool(_DATE_LABEL.search(line)) and rest <= 8)


def _is_prose(line: str) -> bool:
    words = WORD.findall(line[:2000])
    if len(words) >= 40 or (line.endswith(":") and _INTRODUCES.search(line)):
        return True
    if BULLET.match(line) and len(words) < 12:
        return False
    if QUOTE_MARK.search(line) and (TELLS.search(line) or _TERMINAL.search(line)):
        return len(words) > 2 or bool(TELLS.search(line))
    if _QUOTED_HEADING.fullmatch(line):
        return False
    if len(words) < 3 or not _TERMINAL.search(line):
        return False
    return sum(not word[0].isupper() for word in words) >= 0.3 * len(words)
