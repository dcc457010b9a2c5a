"""Web pages: the words a reader sees, which of them are the report, and what the page states."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from enjoin.model.report import Dated
from enjoin.monitoring.extracted import Extracted, Hint, Told, instant_of
from enjoin.text import prose

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements whose words are not read: what no reader sees, and the controls and menus of a site.
_UNREAD = frozenset(
    "script style noscript template head nav footer button select option svg math canvas iframe "
    "object audio video input textarea datalist dialog".split()
)
_BLOCKS = frozenset(
    "p div section article header aside form fieldset h1 h2 h3 h4 h5 h6 li ul ol tr td th table "
    "caption blockquote figure figcaption br hr pre main body dd dt dl address details summary "
    "center label legend tbody thead".split()
)
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|"
    r"opacity\s*:\s*0(?![.\d])|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"\b(?:sr-only|visually-?hidden|screen-reader-text|d-none)\b")
_MENU_ROLES = frozenset("navigation menu menubar search banner contentinfo dialog".split())

#: What sites call the boxes around a report.
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|newsletter|subscri\w+|promo\w*|comments?|disqus|"
    r"respond|sidebar|widgets?|recommend\w*|recirc\w*|popular|most-?read|trending|advert\w*|ads?|"
    r"sponsor\w*|breadcrumbs?|cookies?|consent|gdpr|menu|footer|footnotes?-?nav|author-?(?:bio|box)|"
    r"about-?author|tags?|pagination|pager|outbrain|taboola|more-?(?:from|stories|news)|"
    r"read-?(?:more|next|also)|signup|sign-?up|paywall|toolbar|teasers?|utility|masthead|"
    r"hatom-?extra|post-?meta|entry-?meta|posted-?in|jp-\w+|print-?only)(?=$|[\s_-])",
    re.IGNORECASE,
)
_NEVER_SIDE = frozenset({"html", "body", "main", "article"})
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:caption|wp-caption-text|photo-?credit|credit)(?=$|[\s_-])", re.IGNORECASE
)

#: Most characters of a line that count for its place: one long notice makes no report.
_WORTH = 800
_STRONG = 60  #: a line shorter than this tells nothing of where the report stands
_BOX = 0.35  #: what holds a larger share of the page's prose is no box beside the report
_HOLDS = 0.72  #: the report's element holds at least this share of the prose


class Line(NamedTuple):
    """Words that stand together in a block, the element they stand in, how much of them links."""

    words: str
    element: HtmlElement
    linked: float


def extract(markup: str) -> Extracted | None:
    """Return the words of a page, a line for each block, and what the page says of itself.

    None where no word is to be seen.
    """
    root, notes = _parsed(markup)
    if root is None:
        return None
    told = _told(root)
    lines = list(_lines(root))
    hints = _hints(lines, root, told)
    return Extracted("\n\n".join(line.words for line in lines), False, hints, told, notes)


#: What is said of a page that the parser gave up on: the words after that place are lost.
CUT = "The page is nested deeper than any report's: what stands beyond that was not read."


def _parsed(markup: str) -> tuple[HtmlElement | None, tuple[str, ...]]:
    """Parse a page, as browsers do whatever is wrong with it; say where that came to an end."""
    from lxml import etree, html  # only pages need them

    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, ()
    limited = any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log)
    return root, (CUT,) if limited else ()


# --- the words ---------------------------------------------------------------------------------


def _unseen(element: HtmlElement) -> bool:
    """Tell what a browser would not show, and the menus of a site."""
    if element.tag in _UNREAD:
        return True
    given = element.attrib
    if not given or element.tag in {"html", "body"}:
        return False
    return (
        "hidden" in given
        or given.get("aria-hidden") == "true"
        or given.get("role") in _MENU_ROLES
        or bool(_HIDING.search(given.get("style", "")))
        or bool(_HIDDEN_CLASS.search(given.get("class", "")))
    )


class _Gathered:
    """The words of the line that is being read."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.linked = 0

    def add(self, words: str | None, *, link: bool) -> None:
        if words:
            self.pieces.append(words)
            self.linked += len(words.strip()) if link else 0

    def line(self, element: HtmlElement) -> Line | None:
        words = " ".join("".join(self.pieces).split())
        linked, self.pieces, self.linked = self.linked, [], 0
        return Line(words, element, linked / len(words)) if words.strip(prose.BLANK) else None


def _lines(root: HtmlElement) -> Iterator[Line]:
    """Yield the lines of a page in order, in one walk over its elements."""
    from lxml import etree

    gathered, links, block, unseen = _Gathered(), 0, [root], None
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_block = element.tag in _BLOCKS
        if event == "start":
            if is_block and (line := gathered.line(block[-1])):
                yield line
            if _unseen(element):
                unseen = element
                walk.skip_subtree()
                continue
            links += element.tag == "a"
            if is_block:
                block.append(element)
            gathered.add(element.text, link=links > 0)
            continue
        if element is unseen:
            unseen = None
        else:
            if is_block and (line := gathered.line(block.pop())):
                yield line
            links -= element.tag == "a"
        gathered.add(element.tail, link=links > 0)
    if line := gathered.line(root):
        yield line


# --- which of them are the report --------------------------------------------------------------

_ENDS = re.compile(r"[.!?…。:;][\"”»’')\]]*$|[\"”»]$")


def _weight(line: Line) -> float:
    """Return how much a line looks like a paragraph of a report, in characters."""
    if len(line.words) < _STRONG or line.linked > 0.5:
        return 0.0
    worth = min(len(line.words), _WORTH) * (1 - line.linked)
    return worth if _ENDS.search(line.words) else worth / 3


def _hints(lines: list[Line], root: HtmlElement, told: Told) -> tuple[Hint, ...]:
    weights = _weights(lines, root)
    total = weights[root]
    side = _Boxes(weights, total)
    clean = _weights([line for line in lines if not side.holds(line.element)], root)
    home = _home(root, clean)
    inside = _Inside(home)
    return tuple(_hint(line, side, inside, told) for line in lines)


def _weights(lines: Iterable[Line], root: HtmlElement) -> Mapping[HtmlElement, float]:
    """Add up the prose in each element, the innermost first: once through the page."""
    weights: dict[HtmlElement, float] = defaultdict(float)
    for line in lines:
        weights[line.element] += _weight(line)
    for element in reversed(list(root.iter())):
        if weight := weights.get(element, 0.0):
            above = element.getparent()
            if above is not None:
                weights[above] += weight
    weights[root] += 0.0
    return weights


class _Boxes:
    """The boxes around a report: named as such, and without much of the page's prose."""

    def __init__(self, weights: Mapping[HtmlElement, float], total: float) -> None:
        self._weights, self._total = weights, total
        self._known: dict[HtmlElement, bool] = {}

    def holds(self, element: HtmlElement) -> bool:
        """Tell whether an element is such a box or stands in one."""
        path, at, found = [], element, False
        while at is not None:
            if at in self._known:
                found = self._known[at]
                break
            path.append(at)
            if self._is_box(at):
                found = True
                break
            at = at.getparent()
        for one in path:
            self._known[one] = found
        return found

    def _is_box(self, element: HtmlElement) -> bool:
        if element.tag in _NEVER_SIDE:
            return False
        if self._weights.get(element, 0.0) > _BOX * self._total:
            return False
        given = element.attrib
        names = f"{given.get('class', '')} {given.get('id', '')}"
        return element.tag == "aside" or bool(_SIDE.search(names))


def _home(root: HtmlElement, weights: Mapping[HtmlElement, float]) -> HtmlElement:
    """Return the element of the report: the innermost that holds most of the page's prose.

    What the page itself marks as the body of an article goes before what only looks like it.
    """
    total = weights[root]
    marked = [*root.iter("article"), *root.xpath("//*[@itemprop='articleBody']")]
    fit = [element for element in marked if weights.get(element, 0.0) >= 0.5 * total > 0]
    at = min(fit, key=lambda element: weights[element], default=root)
    floor = weights.get(at, 0.0)
    while True:
        inner = max(at, key=lambda child: weights.get(child, 0.0), default=None)
        share = weights.get(inner, 0.0) if inner is not None else 0.0
        if inner is None or share == 0 or share < _HOLDS * floor or inner.tag == "p":
            return at
        at = inner


class _Inside:
    """Tells whether an element stands in another."""

    def __init__(self, home: HtmlElement) -> None:
        self._known: dict[HtmlElement, bool] = {home: True}

    def __call__(self, element: HtmlElement) -> bool:
        path, at = [], element
        while at is not None and at not in self._known:
            path.append(at)
            at = at.getparent()
        found = at is not None and self._known[at]
        for one in path:
            self._known[one] = found
        return found


def _hint(line: Line, side: _Boxes, inside: _Inside, told: Told) -> Hint:
    tag = line.element.tag
    boxed = side.holds(line.element)
    if (told.title and line.words == told.title) or (tag == "h1" and not boxed):
        return "title"
    if _is_caption(line.element):
        return "caption"
    of_links = line.linked > 0.75 and not (tag == "p" and _ENDS.search(line.words))
    if boxed or of_links or not inside(line.element):
        return "side"
    if tag in _HEADINGS:
        return "heading"
    return "list" if tag in {"li", "td", "th", "dt", "dd"} else "body"


def _is_caption(element: HtmlElement) -> bool:
    for _ in range(3):
        if element is None or element.tag in _NEVER_SIDE:
            return False
        if element.tag == "figcaption" or _CAPTION.search(element.attrib.get("class", "")):
            return True
        element = element.getparent()
    return False


# --- what the page says of itself --------------------------------------------------------------

_ARTICLES = re.compile(r"\w*Article|\w*Posting|Report")
_META = {
    "outlet": ("og:site_name", "application-name", "dc.publisher", "twitter:site:name"),
    "author": ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author"),
    "title": ("og:title", "twitter:title", "dc.title", "parsely-title"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "parsely-pub-date",
        "dc.date.issued",
        "dc.date",
        "pubdate",
        "publishdate",
        "sailthru.date",
        "date",
    ),
    "link": ("og:url",),
}


def _told(root: HtmlElement) -> Told:
    """Return what JSON-LD, meta elements and the address of a page state, in this order."""
    meta = _meta(root)
    stated = _json_ld(root).over(meta).over(_marked(root))
    # The publisher of a story may be the agency it comes from; the site's name is the outlet's.
    return stated._replace(outlet=meta.outlet or stated.outlet, author=_writers(stated.author))


_BY = re.compile(r"^(?:by|von|par|por|di|door)\s+", re.IGNORECASE)


def _writers(author: str | None) -> str | None:
    """Return who wrote, without 'By', an account or what else a site adds."""
    return _BY.sub("", re.split(r"\s*[|@]", author or "")[0]).strip() or None


def _json_ld(root: HtmlElement) -> Told:
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json":
            continue
        try:
            given = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(given):
            kinds = thing.get("@type", ())
            kinds = [kinds] if isinstance(kinds, str) else kinds
            if isinstance(kinds, list) and any(_ARTICLES.fullmatch(str(kind)) for kind in kinds):
                return _of_article(thing)
    return Told()


def _things(given: Any) -> Iterator[dict[str, Any]]:
    """Yield the things a JSON-LD document describes at its top and in its graph."""
    top = given if isinstance(given, list) else [given]
    for thing in top:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            inner = graph if isinstance(graph, list) else []
            yield from (one for one in inner if isinstance(one, dict))


def _of_article(thing: Mapping[str, Any]) -> Told:
    return Told(
        _name(thing.get("publisher")),
        _name(thing.get("author")),
        _name(thing.get("headline")),
        _instant(thing.get("datePublished"), "the page's datePublished"),
        _address(thing.get("url") or thing.get("mainEntityOfPage")),
    )


def _instant(given: Any, where: str) -> Dated | None:
    return instant_of(given, where) if isinstance(given, str) else None


def _address(given: Any) -> str | None:
    found = given.get("@id") if isinstance(given, dict) else given
    return found if isinstance(found, str) and found.startswith("http") else None


def _name(given: Any) -> str | None:
    """Return a name that JSON-LD gives as words, as a thing with a name, or as a list of these."""
    if isinstance(given, list):
        names = [name for one in given[:10] if (name := _name(one))]
        return ", ".join(dict.fromkeys(names)) or None
    if isinstance(given, dict):
        return _name(given.get("name")) if not isinstance(given.get("name"), dict) else None
    return _plain(given) if isinstance(given, str) else None


def _plain(words: str | None) -> str | None:
    """Return a name without entities and blanks; an address is no name."""
    from html import unescape

    found = " ".join(unescape(words or "").split())[:300]
    return None if not found or found.startswith(("http:", "https:", "//", "@", "{")) else found


def _meta(root: HtmlElement) -> Told:
    given: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            given.setdefault(name.lower(), meta.get("content", ""))
    first = {
        field: next((given[name] for name in names if given.get(name, "").strip()), None)
        for field, names in _META.items()
    }
    return Told(
        _plain(first["outlet"]),
        _plain(first["author"]),
        _plain(first["title"]),
        next(
            (
                found
                for name in _META["published"]
                if (found := instant_of(given.get(name), f"the page's {name}"))
            ),
            None,
        ),
        _address(first["link"]),
    )


_PARTS = re.compile(r"\s+[|–—»-]\s+")


def _of_title(words: str) -> tuple[str | None, str | None]:
    """Return headline and outlet of a page's title ('Ship held | The Fjord Post')."""
    *first, last = _PARTS.split(words)
    if not first or len(last.split()) > 6 or (len(last) > len(words) / 2 and "|" not in words):
        return words or None, None
    return words[: words.rindex(last)].rstrip(" |–—»-"), last


def _marked(root: HtmlElement) -> Told:
    """Return what marked elements of the page state: <time>, rel=author, rel=canonical, <title>."""
    stamps = root.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")
    stamps += root.xpath("//*[@itemprop='datePublished']/@content")
    stamps += root.xpath("(//article//time | //main//time)/@datetime")[:1]
    authors = root.xpath("//a[@rel='author'] | //*[@itemprop='author']")
    links = root.xpath("//link[@rel='canonical']/@href")
    title, outlet = _of_title(_plain(root.findtext(".//title")) or "")
    return Told(
        outlet,
        _plain(authors[0].text_content()) if authors else None,
        title,
        next((d for one in stamps if (d := instant_of(one, "the page's <time>"))), None),
        _address(links[0]) if links else None,
    )
