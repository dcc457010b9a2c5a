"""The small words by which phrases and clauses are told apart."""

from __future__ import annotations

from enjoin.monitoring import verbs
from enjoin.monitoring.offices import OFFICES

#: Verbs that report speech by themselves.
OWN = verbs.SAYING | verbs.QUOTING | verbs.REFUSING | verbs.PARTICIPLES | {"quoted"}
#: All verbs that may report speech or belief.
CUES = OWN | verbs.BY_COMPLEMENT | verbs.PLURAL
ADVERBS = frozenset(
    "also has have had was were is are been later then earlier previously once again already now "
    "still further first subsequently never always often even just simply not only both all long "
    "since himself herself themselves itself did does do".split()
)
#: Verbs that whoever was told follows.
TELLING = frozenset("told tells informed assured reminded".split())
BE = frozenset("is are was were be been being 's ’s 're ’re 'm ’m".split())
SHORT = frozenset("'s ’s 've ’ve 'd ’d 're ’re 'm ’m".split())  #: of 'he's', "they've"
PRONOUNS = frozenset("he she they it i we you who".split())
RELATIVE = frozenset({"who", "which"})
#: What stands between clauses.
BOUNDARY = frozenset(
    "that but as when while because after before if whether which whom what how so although though "
    "since until where than yet nor and or whose amid despite".split()
)
PREPOSITIONS = frozenset(
    "on in at during after before following since with to by from under over against about".split()
)
DETERMINERS = frozenset(
    "the a an another one two three four several many some most other his her their its this these "
    "those no both each every multiple numerous various few top senior all our my".split()
)
ARTICLES = frozenset("the a an his her their its our my no every various top senior".split())
#: Whom reports name by what they are.
SOURCES = frozenset(
    "officials official sources source experts analysts critics lawmakers spokesman "
    "spokeswoman spokesperson supporters aides advisers advisors opponents observers "
    "prosecutors police investigators researchers economists republicans democrats people "
    "authorities witnesses diplomats others reports lawyers attorneys campaign voters "
    "activists allies leaders residents reporters media scholars historians strategists "
    "insiders friends ministers groups agencies firms companies families doctors scientists "
    "workers veterans monitors inspectors envoys commanders soldiers refugees defectors traders "
    "executives bankers brokers shipowners members engineers regulators auditors documents records "
    "analyses studies polls surveys figures images".split()
)
NOUNS = SOURCES | OFFICES.keys()
#: Verbs that end a subject.
FINITE = frozenset(
    "is are was were be has had have will would could should may might must can did does do said "
    "says told asked made took came went got gave found held saw met won".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday".split()
)
#: What may stand before a subject without a comma.
LEADING = frozenset("meanwhile however still also even instead later".split())
#: What a noun phrase does not end with.
NO_HEAD = CALENDAR | PREPOSITIONS | BOUNDARY | ARTICLES
