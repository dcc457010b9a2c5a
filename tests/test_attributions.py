"""Who said what: sources, cues and contents in the ways English news puts them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enjoin.model.report import Report, Said
from enjoin.monitoring import read
from enjoin.monitoring.stance import FORMS, Form
from enjoin.text.prose import holds_any


def report(text: str) -> Report:
    return read("a.txt", f"Published: 2 March 2022\n\n{text}\n".encode())


def told(text: str) -> list[tuple[str | None, str, str]]:
    """Return (source as written, cue, content) of every statement."""
    full = f"Published: 2 March 2022\n\n{text}\n"
    return [_words(full, said) for said in report(text).statements]


def _words(text: str, said: Said) -> tuple[str | None, str, str]:
    source = text[slice(*said.speaker_span)] if said.speaker_span else None
    cue = text[slice(*said.cue)] if said.cue else ""
    return source, cue, " ... ".join(text[slice(*span)] for span in said.content)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Analysts say shipments could resume by winter.",
            "Analysts",
            "say",
            "shipments could resume by winter",
        ),
        (
            "The blockade, Havana said, is an act of war.",
            "Havana",
            "said",
            "The blockade ... is an act of war",
        ),
        (
            "The cargo never left the pier, said Ola Berg, a port official.",
            "Ola Berg, a port official",
            "said",
            "The cargo never left the pier",
        ),
        (
            "The cargo never left the pier, Ola Berg told The Harbour Post on Friday.",
            "Ola Berg",
            "told",
            "The cargo never left the pier",
        ),
        (
            "Berg told a meeting of port masters that the crane was sold.",
            "Berg",
            "told",
            "the crane was sold",
        ),
        (
            "Berg said during a visit to the yard that the crane was sold.",
            "Berg",
            "said",
            "the crane was sold",
        ),
        (
            "Berg said after the vote she would resign.",
            "Berg",
            "said",
            "she would resign",
        ),
        ("Norway urged Chad to return the ship.", "Norway", "urged", "Chad to return the ship"),
        (
            "The envoy is calling for an inquiry into the sale.",
            "The envoy",
            "calling for",
            "an inquiry into the sale",
        ),
        (
            "Norway vowed to stop the trade.",
            "Norway",
            "vowed",
            "to stop the trade",
        ),
        (
            "The panel's claim that the ship was reflagged drew protests.",
            "The panel's",
            "claim",
            "that the ship was reflagged drew protests",
        ),
        (
            "An inquiry found that the seals had been broken.",
            "An inquiry",
            "found",
            "the seals had been broken",
        ),
        (
            "The minister and two other officials said the ship had sailed.",
            "The minister and two other officials",
            "said",
            "the ship had sailed",
        ),
        (
            "The ship had sailed, according to a report by the coast guard.",
            "a report by the coast guard",
            "according to",
            "The ship had sailed",
        ),
    ],
)
def test_source_cue_and_content_of_what_is_told(
    text: str, source: str, cue: str, content: str
) -> None:
    assert told(text) == [(source, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The plans of the yard were drawn in Oslo.",
        "Any country considering a purchase needs a permit.",
        "Five coastal states have no navy.",
        "The minister called a meeting for noon.",
        "The claims were filed in May.",
        "It is worth noting how old the ship is.",
        "The minister was accused of taking bribes.",
    ],
)
def test_what_only_looks_like_a_verb_of_speech_reports_nothing(text: str) -> None:
    assert [said for said in report(text).statements if said.speaker] == []


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Norway condemned the sale and urged Chad to return the ship.",
            ["the sale", "Chad to return the ship"],
        ),
        (
            "Norway said the ship had sailed, but Chad denied that it was loaded.",
            ["the ship had sailed", "it was loaded"],
        ),
        (
            "Berg said the ship had sailed, adding that nobody saw the crew.",
            ["the ship had sailed", "nobody saw the crew"],
        ),
        (
            "While Berg says the ship has sailed, the harbour log shows nothing.",
            ["the ship has sailed"],
        ),
        ("Berg said he hopes to see the ship again.", ["he hopes to see the ship again"]),
    ],
)
def test_a_reported_clause_ends_where_another_begins(text: str, contents: list[str]) -> None:
    assert [content for _, _, content in told(text)] == contents


def test_what_a_second_person_is_told_to_have_said_is_a_statement_of_its_own() -> None:
    found = told("Berg said that Doe had warned that the crane would fall.")
    assert [(source, content) for source, _, content in found] == [
        ("Berg", "Doe had warned that the crane would fall"),
        ("Doe", "the crane would fall"),
    ]


@pytest.mark.parametrize(
    "title",
    ["“Northern Lights at Sea”", "''Ships of the North''", '"The Long Voyage"'],
)
def test_the_title_of_a_work_is_no_quotation(title: str) -> None:
    statements = report(f"Berg, who wrote {title}, said the crane was sold.").statements
    assert [said.quotes for said in statements] == [()]


def test_words_in_capitals_after_a_verb_of_speech_are_quoted() -> None:
    statements = report('Berg called the plan "Operation Paper Boat" and left.').statements
    assert len([span for said in statements for span in said.quotes]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "''We saw ''nothing'' at all,'' Ola Berg said. ''It was dark.''",
        "``We saw nothing at all,'' Ola Berg said. ``It was dark.''",
        "‘We saw nothing at all,’ Ola Berg said. ‘It was dark.’",
        "«We saw nothing at all», Ola Berg said. «It was dark.»",
    ],
)
def test_marks_of_every_kind_quote(text: str) -> None:
    (said,) = report(text).statements
    assert (said.speaker, len(said.quotes), said.mode) == ("Ola Berg", 2, "direct")


def test_a_quotation_set_into_the_sentence_brings_its_clause() -> None:
    text = 'Ola Berg said "two cranes" and the pay of the crew would cover the debt.'
    (said,) = report(text).statements
    assert told(text)[0][2] == '"two cranes" and the pay of the crew would cover the debt'
    assert said.mode == "mixed"


def test_he_is_a_person_even_where_a_ministry_spoke_last() -> None:
    text = (
        "“We wait,” Minister John Doe said. The foreign ministry said that talks will go on.\n\n"
        "“Nobody will hurry us now,” he added."
    )
    assert report(text).statements[-1].speaker == "John Doe"


def test_a_short_name_is_not_taken_for_a_pronoun() -> None:
    text = "Jane Roe warned of a storm, and Kim said the sea was “as flat as a plate”."
    assert report(text).statements[-1].speaker == "Kim"


@pytest.mark.parametrize(
    ("title", "speaker", "content"),
    [
        ("Chad urges Cuba to return ship", "Government of Chad", "Cuba to return ship"),
        ("Cuba sold the ship, port official says", "port official", "Cuba sold the ship"),
    ],
)
def test_a_headline_says_who_says_it(title: str, speaker: str, content: str) -> None:
    text = (
        f"{title}\n\nHAVANA, March 3 (Tidewire) -- The ship left the harbour in the night and has "
        "not been seen since.\n\nIts crew of nine was paid in advance by a broker in Accra.\n"
    )
    statements = [s for s in read("a.txt", text.encode()).statements if s.mode == "headline"]
    assert [(s.speaker, text[slice(*s.content[0])]) for s in statements] == [(speaker, content)]


@pytest.mark.parametrize(
    ("notice", "right", "wrong"),
    [
        (
            "(This story has been corrected to say actions, not sanctions, in paragraph two.)",
            "actions",
            "sanctions",
        ),
        ("Corrected to say “actions”, not “sanctions”.", "actions", "sanctions"),
        (
            "An earlier version of this article said sanctions; it should have said actions.",
            "actions",
            "sanctions",
        ),
    ],
)
def test_a_correction_takes_back_words_and_states_nothing(
    notice: str, right: str, wrong: str
) -> None:
    text = f"Ola Berg said that Norway took a number of actions already.\n\n{notice}\n"
    found = read("a.txt", text.encode())
    assert [(one.right, one.wrong) for one in found.corrections] == [(right, wrong)]
    assert [said.speaker for said in found.statements] == ["Ola Berg"]


def test_a_correction_finds_what_an_earlier_report_had_wrong() -> None:
    from enjoin.monitoring.corrections import superseded

    old = "Ola Berg said that Norway took a number of sanctions already. Doe said he would wait.\n"
    new = "Corrected to say actions, not sanctions.\n\nBerg said that Norway took actions.\n"
    (correction,) = read("b.txt", new.encode()).corrections
    (gone,) = superseded(correction, old, read("a.txt", old.encode()).statements)
    assert gone.speaker == "Ola Berg"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The yard lost its engineers, who said the crane was old.",
            "who",
            "said",
            "the crane was old",
        ),
        (
            "The court heard an engineer who claimed that he was never paid.",
            "who",
            "claimed",
            "he was never paid",
        ),
        (
            "The Harbour Council on Friday met the crew and pledged to send food.",
            "The Harbour Council",
            "pledged",
            "to send food",
        ),
        (
            "Ola Berg, 59, of Sandnes, Norway, said the crane was old.",
            "Ola Berg, 59, of Sandnes, Norway",
            "said",
            "the crane was old",
        ),
        ("Berg this week said the crane was old.", "Berg", "said", "the crane was old"),
        (
            "Several unions, including the dockers and the pilots, said the crane was old.",
            "Several unions, including the dockers and the pilots",
            "said",
            "the crane was old",
        ),
        (
            "The crane was old, said Ola Berg, founder of the yard.",
            "Ola Berg, founder of the yard",
            "said",
            "The crane was old",
        ),
        (
            "Chastened by the vote, Norway left the pact, saying it was broken.",
            "Norway",
            "saying",
            "it was broken",
        ),
        (
            "The dean rebuked an envoy who said the crane was old, adding that it was new.",
            "The dean",
            "adding",
            "it was new",
        ),
        (
            "Berg went on to say that the crane was old.",
            "Berg",
            "went on to say",
            "the crane was old",
        ),
        ("Berg pointed out that the crane was old.", "Berg", "pointed out", "the crane was old"),
        ("Berg rebuked the owners of the yard.", "Berg", "rebuked", "the owners of the yard"),
        (
            "Berg called for an inquiry into the sale in a statement on Friday.",
            "Berg",
            "called for",
            "an inquiry into the sale",
        ),
        (
            "Berg said the crane was old and was never sound.",
            "Berg",
            "said",
            "the crane was old and was never sound",
        ),
        (
            "China warned Chad to refrain from steps that would raise tension.",
            "China",
            "warned",
            "Chad to refrain from steps that would raise tension",
        ),
    ],
)
def test_sources_and_contents_end_where_they_should(
    text: str, source: str, cue: str, content: str
) -> None:
    assert (source, cue, content) in told(text)


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ('"Why was it sold?" asked inspector Ola Berg.', "inspector Ola Berg", "Why was it sold?"),
        ('"It was never mine," Berg shot back.', "Berg", "It was never mine,"),
        ('Berg went on: "It was never mine."', "Berg", "It was never mine."),
        ('"It was never mine," Berg retorted.', "Berg", "It was never mine,"),
        ('Moe mocked Berg\'s "it was never mine" remark.', "Berg's", "it was never mine"),
        ('Berg\'s claim that it "was never mine" drew laughter.', "Berg's", "was never mine"),
    ],
)
def test_a_quotation_has_the_one_who_spoke_it(text: str, source: str, content: str) -> None:
    (said,) = [said for said in report(text).statements if said.quotes]
    full = f"Published: 2 March 2022\n\n{text}\n"
    assert said.speaker_span is not None
    assert full[slice(*said.speaker_span)] == source
    assert [full[slice(*span)] for span in said.quotes] == [content]


def test_a_quotation_left_open_is_of_whoever_is_named_at_its_end() -> None:
    text = (
        '"It was sold," Ola Berg said. "Nobody told me, and I asked again and again.\n\n'
        '"We all asked, and nobody answered," added Ida Moe, a pilot.'
    )
    one, other = report(text).statements
    assert (one.speaker, len(one.quotes)) == ("Ola Berg", 1)
    assert (other.speaker, len(other.quotes)) == ("Ida Moe", 2)


@pytest.mark.parametrize(
    "text",
    [
        'In his 2002 book, "The Long Way to the Harbour," Berg describes the yard.',
        'The owners sold a crane called "The Pride of Sandnes" in May.',
        "The paper published two critical reports that cost it readers.",
        "The yard begins to sink.",
    ],
)
def test_names_of_things_and_nouns_are_no_speech(text: str) -> None:
    assert [
        said for said in report(text).statements if said.quotes or said.rule == "says-that"
    ] == []


def test_what_was_said_ends_with_its_last_word() -> None:
    text = 'The sale was "a mistake from the start," Roe said.'
    full = f"Published: 2 March 2022\n\n{text}\n"
    (said,) = report(text).statements
    assert [full[slice(*span)] for span in said.content] == [
        'The sale was "a mistake from the start,"'
    ]


@pytest.mark.parametrize("form", [form for form in FORMS if form.words and form.stems])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_words_of_a_kind_hold_one_of_its_stems(form: Form, data: st.DataObject) -> None:
    assert form.words is not None
    words = data.draw(st.from_regex(form.words))
    found = form.words.search(words)
    assert found is None or holds_any(found[0].casefold(), form.stems)
