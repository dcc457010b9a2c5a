"""Direct quotations in Korean and Russian whose speaker is named beside them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enjoin.model.errors import EmptyDocument
from enjoin.model.report import Report, Said
from enjoin.monitoring import read

RUSSIAN = (
    "14 мая 2024\n\nМинистр обороны Сергей Волков посетил порт. Официальный представитель МИД РФ "
    "Мария Орлова выступила на брифинге.\n\n"
)
KOREAN = (
    "2024년 5월 14일\n\n박민호 외교부 장관이 회의에 참석했다. "
    "매슈 브라운 미국 국무부 대변인은 자리를 떠났다.\n\n"
)


def report(text: str) -> Report:
    return read("a.txt", text.encode())


def told(text: str) -> list[Said]:
    return list(report(text).statements)


@pytest.mark.parametrize(
    ("words", "speaker", "quotes", "kind", "modality", "day"),
    [
        (
            "«Мы введём новые санкции», — заявила Орлова в понедельник.",
            "Мария Орлова",
            ["Мы введём новые санкции"],
            "assessment",
            "fact",
            "2024-05-13",
        ),
        (
            '"Поставки могут возобновиться", - сказал Волков журналистам 11 мая.',
            "Сергей Волков",
            ["Поставки могут возобновиться"],
            "assessment",
            "may",
            "2024-05-11",
        ),
        (
            "«Это право страны, — подчеркнул министр обороны Сергей Волков. — Мы его обеспечим».",
            "Сергей Волков",
            ["Это право страны,", "Мы его обеспечим"],
            "commitment",
            "fact",
            None,
        ),
        (
            "Мария Орлова предупредила журналистов: «Сделка нарушает резолюции Совета».",
            "Мария Орлова",
            ["Сделка нарушает резолюции Совета"],
            "legal-position",
            "fact",
            None,
        ),
        (
            "«Мы не будем это комментировать», — ответил Волков.",
            "Сергей Волков",
            ["Мы не будем это комментировать"],
            "refusal-to-comment",
            "fact",
            None,
        ),
    ],
)
def test_a_russian_quotation_has_its_named_speaker(
    words: str, speaker: str, quotes: list[str], kind: str, modality: str, day: str | None
) -> None:
    text = f"{RUSSIAN}{words}\n"
    (said,) = told(text)
    assert (said.speaker, said.mode, said.kind, said.modality) == (
        speaker,
        "direct",
        kind,
        modality,
    )
    assert [text[slice(*span)] for span in said.quotes] == quotes
    assert (said.said_on.value if said.said_on else None) == day
    assert said.speaker_span is not None
    assert text[slice(*said.speaker_span)] in {speaker, speaker.rsplit(maxsplit=1)[-1]}


@pytest.mark.parametrize(
    "words",
    [
        "«Без комментариев», — сказал он.",
        "«Мы всё видели», — сообщили в министерстве.",
        "«Никто не знает», — ответил Иванов.",  # no office says who that is
        "Газета «Северный вестник» сообщила о визите. «Порт» заявил о банкротстве.",
        "Волков посетил завод «Заря» и сказал, что поставок не было.",
        "«Мы готовы», — сообщил Волкову помощник.",
        "«Мы готовы», — сказали Волков и Орлова.",
        "«Мы спросили, — рассказал очевидец, — и нам не ответили», — пишет газета.",
    ],
)
def test_a_russian_quotation_of_nobody_named_is_no_statement(words: str) -> None:
    assert told(f"{RUSSIAN}{words}\n") == []


@pytest.mark.parametrize(
    ("words", "speaker", "quotes", "kind", "modality", "day"),
    [
        (
            '박민호 외교부 장관은 13일 기자들과 만나 "우리는 주저하지 않을 것"이라며 '
            '"모든 무기 거래는 안보리 결의 위반"이라고 말했다.',
            "박민호",
            ["우리는 주저하지 않을 것", "모든 무기 거래는 안보리 결의 위반"],
            "legal-position",
            "fact",
            "2024-05-13",
        ),
        (
            '브라운 대변인은 30일(현지시간) "북한의 무기가 사용될 수도 있다"고 밝혔다.',
            "매슈 브라운",
            ["북한의 무기가 사용될 수도 있다"],
            "assessment",
            "may",
            "2024-04-30",
        ),
        (
            "“우리는 끝까지 감시하겠다”라고 박 장관은 강조했다.",
            "박민호",
            ["우리는 끝까지 감시하겠다"],
            "commitment",
            "fact",
            None,
        ),
    ],
)
def test_a_korean_quotation_has_its_named_speaker(
    words: str, speaker: str, quotes: list[str], kind: str, modality: str, day: str | None
) -> None:
    text = f"{KOREAN}{words}\n"
    (said,) = told(text)
    assert (said.speaker, said.mode, said.kind, said.modality) == (
        speaker,
        "direct",
        kind,
        modality,
    )
    assert [text[slice(*span)] for span in said.quotes] == quotes
    assert (said.said_on.value if said.said_on else None) == day


@pytest.mark.parametrize(
    "words",
    [
        '그는 "그렇다"고 답했다.',
        '외교부 대변인은 "사실이 아니다"라고 말했다.',  # an office, and nobody's name
        '박민호 장관이 떠난 뒤 북한은 "도발"이라고 주장했다.',
        '박민호 장관은 "최후 단계"에 들어섰다는 입장이다.',
        "박민호 장관은 회의에 참석했다고 말했다.",
        '김 장관은 "모른다"고 말했다.',  # another one
    ],
)
def test_a_korean_quotation_of_nobody_named_is_no_statement(words: str) -> None:
    assert told(f"{KOREAN}{words}\n") == []


@pytest.mark.parametrize("text", [RUSSIAN, KOREAN])
def test_what_was_not_read_is_told(text: str) -> None:
    assert "other statements and events were not" in report(text).notes[-1]


_RUSSIAN_WORDS = "«Мы готовы» — , . : заявил сказала Волков министр Сергей в среду 11 мая он \n\n"
_KOREAN_WORDS = '박 장관은 박민호 외교부 "좋다" 라고 고 이라며 말했다. 31일 북한은 그는 “ ” \n\n'
_WORDS = st.sampled_from([*_RUSSIAN_WORDS.split(" "), *_KOREAN_WORDS.split(" ")])


@settings(max_examples=150, deadline=None)
@given(st.booleans(), st.lists(_WORDS, max_size=40))
def test_every_statement_points_at_words_of_its_text(russian: bool, words: list[str]) -> None:
    text = (RUSSIAN if russian else KOREAN) + " ".join(words)
    try:
        found = report(text)
    except EmptyDocument:
        return
    assert found == report(text)
    for said in found.statements:
        for start, end in (*said.quotes, *said.evidence, said.cue or (0, 1)):
            assert 0 <= start < end <= len(text)
        assert said.speaker in {"Сергей Волков", "Мария Орлова", "박민호", "매슈 브라운"}
