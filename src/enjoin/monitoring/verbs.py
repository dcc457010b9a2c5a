"""Verbs and nouns that report speech, belief or intent, and what may follow each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_DOUBLED = frozenset("plan rebut".split())


def _forms(lemmas: str) -> frozenset[str]:
    """Return the third person, the past and the participle of regular verbs."""
    return frozenset(form for lemma in lemmas.split() for form in _inflected(lemma))


def _inflected(lemma: str) -> Iterator[str]:
    if lemma.endswith("e"):
        yield from (lemma + "s", lemma + "d", lemma[:-1] + "ing")
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        yield from (lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    else:
        stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
        yield lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
        yield from (stem + "ed", stem + "ing")


def _and_plural(forms: Iterable[str], lemmas: str) -> frozenset[str]:
    return frozenset(forms) | frozenset(lemmas.split())


#: Verbs that report speech by themselves, with or without 'that'.
SAYING = frozenset(
    "said says say told tells added adds stated states announced announces warned warns stressed "
    "stresses noted notes reiterated reiterates underscored underlined highlighted emphasized "
    "emphasised emphasizes clarified iterated insisted insists claimed claims argued argues wrote "
    "writes tweeted posted replied responded explained explains declared declares confirmed "
    "confirms denied denies acknowledged acknowledges admitted admits conceded concedes maintained "
    "maintains remarked observed commented suggested suggests predicted predicts "
    "vowed vows pledged "
    "pledges promised promises threatened asserted asserts alleged alleges reported "
    "reports revealed "
    "disclosed cautioned cautions complained lamented quipped joked testified recalled contended "
    "contends repeated countered concluded boasted mused tweeted affirmed reaffirmed recounted "
    "quoted informed assured proclaimed proclaims interjected exclaimed shouted "
    "whispered opined".split()
)
#: Verbs that report speech only around a quotation, or with a construction of their own.
QUOTING = frozenset(
    "asked asks continued continues called calls described describes urged urges demanded demands "
    "accused accuses criticized criticised dismissed rejected praised blasted "
    "slammed dubbed labeled "
    "labelled denounced condemned hailed cited referred attacked agreed echoed mocked ripped "
    "hinted signaled signalled indicated indicates thinks thought believes believed believe read "
    "reads begins defended blamed expressed vented touted deemed considers "
    "considered characterized characterised compared ridiculed derided lashed decried "
    "questioned wondered joking cried yelled sang texted emailed apologized pleaded answered "
    "snapped retorted thundered chanted roared screamed muttered deadpanned gushed marveled "
    "implored reasoned surmised fumed scoffed sighed sings".split()
)
#: Verbs that decline what follows them.
REFUSING = frozenset("declined declines refused refuses declining refusing".split())
#: Participles that report more of what a sentence's subject said.
PARTICIPLES = frozenset(
    "saying adding noting warning stressing telling arguing insisting claiming stating calling "
    "asking explaining writing tweeting reiterating emphasizing suggesting declaring describing "
    "asserting accusing urging pointing acknowledging vowing pledging promising contending "
    "alleging denying predicting referring citing dismissing admitting quoting announcing "
    "declining refusing recalling joking boasting complaining concluding cautioning underscoring "
    "highlighting".split()
)
#: What somebody holds or feels; a clause or 'to' follows. A quotation is governed by a verb of
#: speech sooner than by one of these.
BELIEF = _forms("believe hope fear expect suspect doubt worry want assume wish") | {
    *"think thinks thought feels felt knows knew understands understood".split()
}
#: What somebody means to do; 'to' follows, or a clause.
INTENT = _forms(
    "plan intend offer agree decide threaten vow pledge promise propose aim prepare"
) | {*"seek seeks sought seeking".split()}
#: What somebody speaks of; the thing spoken of follows.
OBJECT = _forms(
    "cite criticize criticise praise condemn denounce reject dismiss defend question blame mention "
    "acknowledge attack mock accuse blast demand endorse propose highlight stress emphasize "
    "emphasise discuss describe ridicule complain urge encourage warn implore exhort admit deny "
    "welcome outline tout reiterate advocate advise confirm announce oppose note explain reveal "
    "predict lament detail claim deride decry lambast slam hail fault rebuke chastise chide scold "
    "dispute refute assail bash portray depict liken recommend instruct applaud commend regret "
    "confess imply insinuate caution belittle disparage berate bemoan deplore laud pan skewer "
    "trumpet vilify remind reassure recount recall restate"
) | {"slammed", "slamming"}
#: Prepositions of their own: 'called for an inquiry', 'complained about the delay'.
PREPOSITIONS = {
    "call": ("for", "on", "upon"),
    "complain": ("about", "of"),
    "point": ("to", "out"),
    "refer": ("to",),
    "speak": ("of", "about"),
    "spoke": ("of", "about"),
    "talk": ("about",),
    "apologize": ("for",),
    "warn": ("of", "about", "against"),
    "worr": ("about",),
}
#: Findings of a body or a study; only a clause tells that something is reported.
FINDING = frozenset("found finds shows showed show find concluded concludes learned ruled".split())
#: Plural and first-person forms, which are verbs only after somebody who is many.
PLURAL = frozenset(
    "say argue claim warn believe think hope fear expect suspect want insist contend maintain "
    "acknowledge agree plan intend deny worry note suggest predict allege doubt call "
    "demand urge know show find indicate".split()
)
#: Verbs whose words are nouns as often: they count only where their complement follows.
BY_COMPLEMENT = (
    (BELIEF | INTENT | OBJECT | FINDING) - {"believes", "believed", "thinks", "thought"}
) | {*"spoke speaks speaking talked talks talking pointed points".split()}

#: Verbs of the third person that are nouns as often: 'the claims of', 'five states'.
NOUNLIKE = frozenset(
    "states claims reports calls demands notes remarks charges answers attacks comments plans "
    "hopes fears doubts offers promises pledges vows threats wishes questions details disputes "
    "regrets rebukes faults advocates suspects worries aims".split()
)
#: Nouns of speech and belief that somebody owns: "Roe's claim that ...".
NOUNS = (
    "claim|claims|assertion|assertions|allegation|allegations|accusation|accusations|suggestion|"
    "warning|warnings|belief|view|hope|hopes|fear|fears|contention|insistence|argument|"
    "announcement|statement|assurance|assurances|denial|suspicion|suspicions|concern|concerns"
)
#: Nouns of what somebody binds himself to do: "Roe's pledge to ...".
BINDING = "promise|promises|pledge|pledges|vow|vows"
