"""The command line as a user meets it: real processes, exit codes, words."""

import csv
import json
import re
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from command_line import ENJOIN, run
from enjoin import sample
from enjoin.cli import COMMANDS

SAMPLE = sample.folder()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40)


def load(home: Path, *sources: str) -> None:
    for source in sources or sample.LISTS:
        accept = ("--accept", str(sample.ENTRIES[source]))
        version = ("--version", sample.VERSIONS[source])
        place = str(SAMPLE / sample.LISTS[source])
        code, _, err = run(home, "update", source, "--from", place, *version, *accept)
        assert code == 0, err


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with both sample lists."""
    folder = tmp_path_factory.mktemp("home")
    load(folder)
    return folder


def screen(home: Path, *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    code, out, err = run(home, "screen", *arguments, "--accept-stale", "--json")
    return code, json.loads(out) if out else [], err


# Help


def test_help_lists_every_command(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "--help")
    assert code == 0
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_worked_examples(tmp_path: Path, command: str) -> None:
    code, out, _ = run(tmp_path, command, "--help")
    assert code == 0
    assert re.search(rf"^ +(echo .*|enjoin {command}\b)", out, re.MULTILINE), out


def test_every_command_has_its_page() -> None:
    page = (Path(__file__).parent.parent / "docs" / "commands.md").read_text("utf-8")
    assert all(f"## enjoin {name}\n" in page for name in COMMANDS)


# Lists


def test_lists_show_versions_ages_and_staleness(home: Path) -> None:
    _, out, _ = run(home, "lists", "--json")
    by_source = {listed["source"]: listed for listed in json.loads(out)}
    assert by_source["un_sc"]["version"] == "2024-05-31"
    assert by_source["un_sc"]["basis"] == "publisher"
    assert by_source["us_ofac_sdn"]["basis"] == "stated"
    assert by_source["us_ofac_sdn"]["entries"] == 40
    assert by_source["us_ofac_sdn"]["stale"] is True


def test_an_unchanged_list_is_told_as_such(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    code, out, _ = run(tmp_path, "update", "un_sc", "--from", str(SAMPLE / "un_sc.xml"))
    assert (code, out) == (0, "un_sc 2024-05-31: unchanged, 30 entries\n")


def test_the_file_and_the_caller_may_not_disagree_on_the_date(tmp_path: Path) -> None:
    given = ("--from", str(SAMPLE / "un_sc.xml"), "--version", "2024-01-01", "--accept", "30")
    code, _, err = run(tmp_path, "update", "un_sc", *given)
    assert code == 2
    assert "2024-05-31" in err


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("un_sc", (SAMPLE / "un_sc.xml").read_bytes()[:9000]),
        ("un_sc", b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + (SAMPLE / "un_sc.xml").read_bytes()),
        ("un_sc", b"<?xml version='1.0'?><OTHER_LIST/>"),
        ("un_sc", b"id,name\n1,A\n"),
        ("un_sc", PNG),
        ("un_sc", b""),
        ("us_ofac_sdn", b"id,name,program\n1,A,B\n"),
        ("us_ofac_sdn", (SAMPLE / "us_ofac_sdn/sdn.csv").read_bytes()[:-700]),
        ("us_ofac_sdn", PNG),
        ("us_ofac_sdn", b""),
    ],
)
def test_a_wrong_file_leaves_the_list_as_it_was(
    home: Path, tmp_path: Path, source: str, content: bytes
) -> None:
    before = run(home, "lists", "--json")[1]
    path = tmp_path / ("sdn.csv" if source == "us_ofac_sdn" else "list.xml")
    path.write_bytes(content)
    dated = ("--version", "2024-06-01") if source == "us_ofac_sdn" else ()
    code, _, err = run(home, "update", source, "--from", str(path), *dated)
    assert code == 3
    assert source in err
    assert "the stored list is unchanged" in err
    assert run(home, "lists", "--json")[1] == before


def test_a_list_that_shrank_needs_a_persons_word(home: Path, tmp_path: Path) -> None:
    text = (SAMPLE / "un_sc.xml").read_text("utf-8").replace("2024-05-31", "2024-06-30")
    first = text.index("<ENTITY>")
    last = text.rindex("</ENTITY>") + len("</ENTITY>")
    (tmp_path / "list.xml").write_text(text[:first] + text[last:], "utf-8")
    code, _, err = run(home, "update", "un_sc", "--from", str(tmp_path / "list.xml"))
    assert code == 3
    assert "--accept 20" in err


def test_a_list_without_its_aliases_does_not_replace_the_whole(tmp_path: Path) -> None:
    load(tmp_path, "us_ofac_sdn")
    alone = tmp_path / "sdn.csv"
    alone.write_bytes((SAMPLE / "us_ofac_sdn/sdn.csv").read_bytes())
    given = ("--from", str(alone), "--version", "2024-06-01")
    code, _, err = run(tmp_path, "update", "us_ofac_sdn", *given)
    assert code == 3
    assert "between 5,000" in err  # a sample is too short; accepted, it is still incomplete
    code, _, err = run(tmp_path, "update", "us_ofac_sdn", *given, "--accept", "40")
    assert code == 0
    assert "NOT known" in err
    _, matches, told = screen(tmp_path, "Ottoline Featherstonehaugh")
    assert matches == []
    assert "WITHOUT alt.csv" in told


@pytest.mark.parametrize("day", ["2024", "2024-05", "2099-01-01"])
def test_a_publishers_date_that_cannot_be_is_refused(tmp_path: Path, day: str) -> None:
    text = (SAMPLE / "un_sc.xml").read_text("utf-8")
    (tmp_path / "list.xml").write_text(
        re.sub(r'dateGenerated="[^"]*"', f'dateGenerated="{day}"', text)
    )
    given = ("--from", str(tmp_path / "list.xml"), "--accept", "30")
    assert run(tmp_path, "update", "un_sc", *given)[0] == 3
    assert run(tmp_path, "lists")[0] == 0


def test_a_correction_of_the_same_day_can_be_taken_back(tmp_path: Path) -> None:
    text = (SAMPLE / "un_sc.xml").read_text("utf-8")
    (tmp_path / "a.xml").write_text(text)
    (tmp_path / "b.xml").write_text(text.replace("RYANG", "PYO"))
    for name in ("a", "b", "a"):
        given = ("--from", str(tmp_path / f"{name}.xml"), "--accept", "30")
        code, out, _ = run(tmp_path, "update", "un_sc", *given)
        assert code == 0
        assert "unchanged" not in out
    assert screen(tmp_path, "Ryang Tok Hwa")[0] == 4
    assert run(tmp_path, "verify")[0] == 0


def test_an_index_of_other_lists_is_no_answer(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    (first,) = (tmp_path / "index").glob("*.snapshot")
    old = first.read_bytes()
    load(tmp_path, "us_ofac_sdn")
    for path in (tmp_path / "index").glob("*.snapshot"):
        path.write_bytes(old)
    code, matches, err = screen(tmp_path, "Yang Deok-hwa")
    assert (code, matches) == (3, [])
    assert "--reindex" in err
    assert run(tmp_path, "update", "--reindex")[0] == 0
    assert screen(tmp_path, "Yang Deok-hwa")[0] == 4


def test_an_unknown_list_is_wrong_usage(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "update", "un_sx")
    assert code == 2
    assert "Known lists" in err


def test_delta_counts_by_the_publishers_numbers(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    text = (SAMPLE / "un_sc.xml").read_text("utf-8").replace("2024-05-31", "2024-06-30")
    text = text.replace("<DATAID>6990002<", "<DATAID>6999999<")
    (tmp_path / "list.xml").write_text(text, "utf-8")
    given = ("--from", str(tmp_path / "list.xml"), "--accept", "30")
    assert run(tmp_path, "update", "un_sc", *given)[0] == 0
    _, out, _ = run(tmp_path, "delta", "un_sc", "--json")
    found = json.loads(out)
    numbers = {kind: found[kind] for kind in ("added", "removed", "changed")}
    assert numbers == {"added": ["6999999"], "removed": ["6990002"], "changed": []}
    assert (found["since"], found["until"]) == ("2024-05-31", "2024-06-30")


# Screening


def test_a_match_ends_with_4_and_carries_everything(home: Path) -> None:
    code, matches, _ = screen(
        home, "Yang Deok-hwa", "--birth-date", "1966-03-14", "--country", "KP"
    )
    assert code == 4
    best = matches[0]
    assert best["entity_id"] in {"un_sc-6990001", "us_ofac_sdn-90001"}
    assert best["match"] is True
    assert best["stale"] is True
    assert {"prior", "evidence", "listings", "lists", "scorer", "caption", "schema"} <= best.keys()


def test_nobody_ends_with_0_and_names_the_lists(home: Path) -> None:
    code, matches, err = screen(home, "Ottoline Featherstonehaugh")
    assert (code, matches) == (0, [])
    assert "un_sc 2024-05-31" in err
    assert "STALE" in err


def test_an_answer_names_the_lists_it_does_not_rest_on(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    _, _, told = screen(tmp_path, "Ottoline Featherstonehaugh")
    absent = told.partition("NOT screened against: ")[2]
    assert "us_ofac_sdn" in absent
    assert "un_sc" not in absent


def test_stale_lists_are_no_clear(home: Path) -> None:
    code, out, err = run(home, "screen", "Ottoline Featherstonehaugh")
    assert (code, out) == (3, "")
    assert "not a clear" in err


def test_no_list_is_no_clear(tmp_path: Path) -> None:
    for arguments in (("screen", "A Name"), ("screen", "A Name", "--accept-stale")):
        code, out, err = run(tmp_path, *arguments)
        assert (code, out) == (3, "")
        assert "enjoin update" in err


@pytest.mark.parametrize(
    "options", [("--list", "eu_fsf"), ("--on", "2001-01-01"), ("--known", "2001-01-01")]
)
def test_a_list_that_is_not_there_is_no_clear(home: Path, options: tuple[str, ...]) -> None:
    code, matches, err = screen(home, "A Name", *options)
    assert (code, matches) == (3, [])
    assert "not a clear" in err


def test_as_of_the_day_the_list_is_fresh(home: Path) -> None:
    code, out, _ = run(home, "screen", "Yang Deok-hwa", "--on", "2024-06-02", "--json")
    assert code == 4
    assert json.loads(out)[0]["stale"] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ("",),
        ("🚢",),
        ("A Name", "--birth-date", "07/05/62"),
        ("A Name", "--country", "Atlantis"),
        ("A Name", "--schema", "Ghost"),
        ("A Name", "--id", "imoNumber"),
        ("A Name", "--id", "shoeSize=9"),
        ("A Name", "--on", "yesterday"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(home: Path, arguments: tuple[str, ...]) -> None:
    code, matches, err = screen(home, *arguments)
    assert (code, matches) == (2, [])
    assert err


def test_an_imo_number_that_fails_its_check_is_a_warning(home: Path) -> None:
    _, _, err = screen(home, "Some Ship", "--schema", "Vessel", "--id", "imoNumber=9074728")
    assert "warning: imoNumber 9074728" in err


def test_screening_that_cannot_be_recorded_gives_no_answer(home: Path, tmp_path: Path) -> None:
    copied = tmp_path / "home"
    subprocess.run(["cp", "-r", home, copied], check=True)
    (copied / "enjoin.db").chmod(0o444)

    def no_growth() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    code, out, err = run(copied, "screen", "Yang Deok-hwa", "--accept-stale", limit=no_growth)
    assert (code, out) == (1, "")
    assert "not answered" in err


# Tables


def table(home: Path, tmp_path: Path, content: str, *options: str) -> tuple[int, str, str]:
    (tmp_path / "in.csv").write_text(content, "utf-8")
    files = (str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    return run(home, "screen-table", *files, "--accept-stale", *options)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_gives_matches_kept_columns_and_every_broken_row(
    home: Path, tmp_path: Path
) -> None:
    content = (
        "customer,who,born,branch\n"
        "7,Yang Deok-hwa,1966-03-14,Lyon\n"
        "8,Ada Stone\n"
        "9,Ada Stone,31/31/1984,Lyon\n"
        "10,,1984,Lyon\n"
        "11,Ada Stone,1984,Lyon\n"
    )
    mapped = ("--map", "who=name", "--map", "born=birthDate", "--schema", "Person")
    code, out, _ = table(
        home, tmp_path, content, *mapped, "--id-column", "customer", "--keep", "branch", "--json"
    )
    assert code == 4
    done = json.loads(out.splitlines()[-1])
    assert (done["rows"], done["matched"], done["rejected"]) == (5, 1, 3)
    assert done["names_per_cpu_second"] > 0
    first = rows(tmp_path / "out.csv")[0]
    assert (first["row"], first["id"], first["rank"], first["branch"]) == ("1", "7", "1", "Lyon")
    assert list(first)[:9] == "row id rank entity_id caption schema score lists reasons".split()
    refused = rows(tmp_path / "out.csv.rejected.csv")
    assert [(row["line"], row["row"]) for row in refused] == [("3", "2"), ("4", "3"), ("5", "4")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('name,id\n"Ada Stone,1\nYang Deok-hwa,2\n', 1),  # a quotation mark is never closed
        ('name,id\n"Ada\nStone",1\nYang Deok-hwa,2\n', 4),  # a line break inside a cell
    ],
)
def test_no_row_disappears_in_another(home: Path, tmp_path: Path, content: str, code: int) -> None:
    found, out, err = table(home, tmp_path, content, "--json")
    assert found == code
    assert code == 4 or "quotation mark" in err
    assert code == 1 or json.loads(out)["rejected"] == 1


def test_blank_lines_are_rows_but_at_the_end(home: Path, tmp_path: Path) -> None:
    _, out, _ = table(home, tmp_path, "name\nAda Stone\n\nYang Deok-hwa\n\n\n", "--json")
    assert (json.loads(out)["rows"], json.loads(out)["rejected"]) == (3, 1)
    assert rows(tmp_path / "out.csv")[0]["row"] == "3"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_columns_may_be_separated_as_they_are(home: Path, tmp_path: Path, mark: str) -> None:
    content = mark.join(("last_name", "first_name", "branch")) + "\n"
    content += mark.join(("Yang", "Deok-hwa", "Lyon")) + "\n"
    code, out, _ = table(home, tmp_path, content)
    assert code == 4
    assert "NOT read: branch" in out


def test_a_table_of_which_no_row_can_be_read_is_no_clear(home: Path, tmp_path: Path) -> None:
    code, _, err = table(home, tmp_path, "name,dob\nYang Deok-hwa,unknown\n")
    assert code == 1
    assert "nothing was screened" in err


def test_a_result_never_takes_the_place_of_its_table(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\nAda Stone\n")
    for out in ("in.csv", ".", "nowhere/out.csv"):
        files = (str(tmp_path / "in.csv"), "-o", str(tmp_path / out))
        assert run(home, "screen-table", *files, "--accept-stale")[0] == 2
    assert (tmp_path / "in.csv").read_text() == "name\nAda Stone\n"


def test_no_cell_of_a_result_is_a_formula(home: Path, tmp_path: Path) -> None:
    content = "name,id,note\nYang Deok-hwa,=1+1,@x\nYang Deok-hwa,-5,+33 1 23\n"
    table(home, tmp_path, content, "--keep", "note")
    found = {(row["id"], row["note"]) for row in rows(tmp_path / "out.csv")}
    assert found == {("'=1+1", "'@x"), ("-5", "+33 1 23")}


def test_any_number_of_processes_gives_the_same_table(home: Path, tmp_path: Path) -> None:
    content = (SAMPLE / "customers.csv").read_text("utf-8")
    results = []
    for jobs in ("1", "2"):
        assert table(home, tmp_path, content, "--jobs", jobs)[0] == 4
        results.append((tmp_path / "out.csv").read_text("utf-8"))
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        ("", (), 1),
        ("x,y\n1,2\n", (), 2),
        ("name\nA\n", ("--map", "nam=name"), 2),
        ("name\nA\n", ("--map", "name=shoeSize"), 2),
        ("name\nA\n", ("--keep", "branch"), 2),
        ("name,name\nA,B\n", (), 1),
    ],
)
def test_a_table_that_cannot_be_read_is_told(
    home: Path, tmp_path: Path, content: str, options: tuple[str, ...], code: int
) -> None:
    found, _, err = table(home, tmp_path, content, *options)
    assert found == code
    assert err
    assert not (tmp_path / "out.csv").exists()


def test_a_table_in_another_encoding_is_refused_whole(home: Path, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes("name\nJosé\n".encode("latin-1"))
    files = (str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    code, _, err = run(home, "screen-table", *files, "--accept-stale")
    assert code == 1
    assert "UTF-8" in err
    assert not (tmp_path / "out.csv").exists()


# Names


def test_compare_scores_pairs_and_tables(tmp_path: Path) -> None:
    code, out, _ = run(
        tmp_path, "compare", "Ada Stone", "Stone, Ada", "--schema", "Person", "--json"
    )
    assert code == 0
    assert json.loads(out)["score"] > 0.7
    (tmp_path / "in.csv").write_text("schema,name1,name2\nPerson,Ada Stone,Ida Brook\n", "utf-8")
    files = ("--csv", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"))
    assert run(tmp_path, "compare", *files)[0] == 0
    assert float(rows(tmp_path / "out.csv")[0]["score"]) < 0.5
    assert run(tmp_path, "compare", "only one")[0] == 2


# Reports


def test_reading_prints_a_document_a_line_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "picture.txt").write_bytes(PNG)
    good = sorted((SAMPLE / "reports").glob("*.txt"))[0]
    bad = (str(tmp_path / "empty.txt"), str(tmp_path / "picture.txt"), str(tmp_path / "none.txt"))
    code, out, err = run(tmp_path, "read", *bad, str(good), "--json")
    assert code == 1
    (report,) = (json.loads(line) for line in out.splitlines())
    assert report["file"] == good.name
    assert all(name in err for name in ("empty.txt", "picture.txt", "none.txt"))


def test_reading_needs_no_list(tmp_path: Path) -> None:
    good = sorted((SAMPLE / "reports").glob("*.txt"))[0]
    assert run(tmp_path, "read", str(good))[0] == 0
    assert json.loads(run(tmp_path, "verify", "--json")[1])["entries"] == 1


def test_a_claim_that_no_list_was_loaded_to_check_is_not_told_as_unfounded(tmp_path: Path) -> None:
    told = "Minister Per Dahl said Tuesday that Norway has already sanctioned Cuban banks."
    (tmp_path / "a.txt").write_text(f"OSLO, May 14, 2024 (Tidewire) - {told}")
    page = tmp_path / "brief.html"
    code, out, _ = run(tmp_path / "home", "brief", str(tmp_path / "a.txt"), "-o", str(page))
    (claim,) = [line for line in out.splitlines() if line.startswith("claim:")]
    assert (code, "compared with no list" in claim, "listings" in claim) == (0, True, False)


def test_one_report_without_statements_is_counted_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The harbour lay still all day.")
    page = str(tmp_path / "brief.html")
    out = run(tmp_path / "home", "brief", str(tmp_path / "a.txt"), "-o", page)[1]
    assert out.startswith("1 report: 0 statements, 0 quotations, 0 events\n")


def test_a_folder_is_not_read_as_a_report_and_the_way_is_told(tmp_path: Path) -> None:
    code, _, err = run(tmp_path / "home", "read", str(tmp_path))
    assert (code, "is a folder" in err, "enjoin brief" in err) == (1, True, True)


def test_a_brief_without_lists_says_so(tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    code, _, err = run(tmp_path, "brief", str(SAMPLE / "reports"), "-o", str(page))
    assert code == 0
    assert "not compared with any list" in err
    assert "not compared with any list" in page.read_text("utf-8")


def test_a_brief_never_takes_the_place_of_a_report(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Jane Roe said nothing.\n")
    assert run(tmp_path / "home", "brief", str(report), "-o", str(report))[0] == 2
    assert run(tmp_path / "home", "brief", str(report), "-o", str(tmp_path))[0] == 2
    assert report.read_text() == "Jane Roe said nothing.\n"


def test_a_file_of_a_folder_that_is_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jane Roe said nothing.\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7")
    page = tmp_path / "out" / "brief.html"
    code, _, err = run(tmp_path / "home", "brief", str(tmp_path), "-o", str(page))
    assert code == 0
    assert "NOT READ" in err
    assert "b.pdf" in page.read_text("utf-8")
    assert "Every file was read" not in page.read_text("utf-8")


def test_a_brief_says_which_reports_were_not_read_in_full(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Jane Roe said nothing.\n")
    (tmp_path / "b.txt").write_text(
        "МОСКВА, 1 августа. /ТАСС/. Министр ничего не сказал.\n", "utf-8"
    )
    page = tmp_path / "out" / "brief.html"
    code, _, err = run(tmp_path / "home", "brief", str(tmp_path), "-o", str(page))
    assert code == 0
    assert "b.txt: The text is in Russian" in err
    assert "b.txt: The text is in Russian" in page.read_text("utf-8")


def test_a_brief_is_one_page_and_its_json_every_fact(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    code, out, _ = run(home, "brief", str(SAMPLE / "reports"), "-o", str(page), "--json")
    assert code == 0
    brief = json.loads(out)
    assert len(brief["reports"]) == 5
    assert any("UNSCR-1718/8b" in finding["measures"] for finding in brief["findings"])
    assert {mention["entity_id"] for mention in brief["listed"]}
    text = page.read_text("utf-8")
    assert "http" not in re.sub(r"<pre.*?</pre>", "", text, flags=re.DOTALL).replace(
        "http-equiv", ""
    )


# Law


def test_measures_show_which_have_no_rule(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "measures", "--on", "2023-08-08", "--target", "KP")
    assert code == 0
    assert "UNSCR-1874/9" in out
    assert re.search(r"\d+ in force, \d+ \(\*\) without an executable rule", out)
    _, out, _ = run(tmp_path, "measures", "--on", "2023-08-08", "--target", "KP", "--json")
    assert {measure["executable"] for measure in json.loads(out)} == {True, False}


def test_measures_tell_what_a_lawyer_asks_of_each(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "measures", "--on", "2023-08-08", "--target", "KP")
    entry = out[out.index("UNSCR-1874/10 ") :].partition("\n\n")[0]
    for row in ("forbids:", "binds:", "authority: AUTH-UNSC", "tested by: rule"):
        assert row in entry
    assert "small arms" in run(tmp_path, "measures", "--on", "2016-03-01", "--target", "KP")[1]


@pytest.mark.parametrize(("day", "number"), [("2016-03-01", 1), ("2016-03-02", 0)])
def test_an_exemption_is_told_on_its_days_alone(tmp_path: Path, day: str, number: int) -> None:
    _, out, _ = run(tmp_path, "measures", "--on", day, "--target", "KP", "--json")
    (one,) = (each for each in json.loads(out) if each["id"] == "UNSCR-1874/10")
    small = [exempt for exempt in one["exemptions"] if "small-arms" in exempt["excepts"]]
    assert len(small) == number


def test_measures_are_told_by_regime(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, "measures", "--target", "KP", "--regime", "us", "--json")
    assert {one["regime"] for one in json.loads(out)} == {"US"}
    assert run(tmp_path, "measures", "--regime", "FR")[0] == 2


def test_a_contested_measure_says_so(tmp_path: Path) -> None:
    asked = ("measures", "--target", "IR", "--regime", "UN", "--on")
    _, out, _ = run(tmp_path, *asked, "2025-09-28", "--short")
    assert re.search(r"snapback .*\(contested\)", out)
    code, out, err = run(tmp_path, *asked, "2025-09-26", "--short")
    assert (code, out.splitlines()[-1][:10]) == (0, "0 in force")
    assert "does not mean that there are none" in err


def test_a_country_without_measures_of_a_regime_is_no_clear(tmp_path: Path) -> None:
    _, _, err = run(tmp_path, "measures", "--target", "RU", "--regime", "UN")
    assert "does not mean that there are none" in err


def test_one_measure_has_a_page(tmp_path: Path) -> None:
    code, out, _ = run(tmp_path, "measures", "UNSCR-1874/9")
    assert code == 0
    assert "**References.**" in out
    _, out, _ = run(tmp_path, "measures", "UNSCR-1874/9", "--json")
    assert json.loads(out)["page"].startswith("## UNSCR-1874/9")
    assert run(tmp_path, "measures", "UNSCR-1/1")[0] == 2


def test_assess_tells_criteria_and_what_may_follow(tmp_path: Path) -> None:
    event = {
        "kind": "deal",
        "stage": "agreed",
        "on": "2024-06-12",
        "from": "KP",
        "to": "RU",
        "goods": [{"name": "rockets", "class": "arms"}],
        "participants": [{"role": "broker", "party": "Orchard Trading"}],
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    _, out, _ = run(tmp_path, "assess", str(tmp_path / "event.json"))
    assert "criterion: EO-13551/1(a)(ii)(G) (Orchard Trading): " in out
    assert "may follow: exposure (US EO-14024/11; banks outside the United States)" in out
    assert "no body watches on 2024-06-12" in out


def test_assess_names_the_paragraphs(tmp_path: Path) -> None:
    event = {
        "kind": "transfer",
        "stage": "executed",
        "on": "2023-09-20",
        "from": "KP",
        "to": "RU",
        "goods": [{"name": "rockets", "class": "arms"}],
    }
    (tmp_path / "event.json").write_text(json.dumps(event))
    code, out, _ = run(tmp_path, "assess", str(tmp_path / "event.json"), "--json")
    assert code == 0
    violated = {hit["measure"] for hit in json.loads(out)["violates"]}
    assert violated == {"UNSCR-1718/8b", "UNSCR-1874/9"}
    for wrong in ({"kind": "transfer"}, event | {"kind": "sale"}, event | {"from": "kp"}):
        (tmp_path / "event.json").write_text(json.dumps(wrong))
        assert run(tmp_path, "assess", str(tmp_path / "event.json"))[0] == 2
    (tmp_path / "event.json").write_text(json.dumps(event | {"kind": "sale"}))
    assert "Allowed: visit," in run(tmp_path, "assess", str(tmp_path / "event.json"))[2]


# The journal


def test_a_changed_record_is_found_and_named(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    screen(tmp_path, "Ada Stone")
    assert run(tmp_path, "verify")[0] == 0
    import sqlite3

    with sqlite3.connect(tmp_path / "enjoin.db") as connection:
        connection.execute(
            "UPDATE journal SET body = replace(body, 'un_sc', 'un_sd') WHERE seq = 1"
        )
    code, _, err = run(tmp_path, "verify")
    assert code == 1
    assert "entry 1 " in err


def test_a_changed_list_is_found_though_the_journal_holds(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    import sqlite3

    with sqlite3.connect(tmp_path / "enjoin.db") as connection:
        connection.execute("DELETE FROM presence WHERE entity = 5")
    code, _, err = run(tmp_path, "verify")
    assert code == 1
    assert "un_sc 2024-05-31 is not what was recorded" in err


def test_a_changed_entity_is_found_and_named(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    import sqlite3

    with sqlite3.connect(tmp_path / "enjoin.db") as connection:
        connection.execute("UPDATE entities SET properties = '{}' WHERE subject = 'un_sc-6990002'")
    code, _, err = run(tmp_path, "verify")
    assert code == 1
    assert "un_sc-6990002" in err


def test_a_changed_original_is_found(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    (original,) = (tmp_path / "blobs").rglob("*.chunks")
    original.write_bytes(b"")
    code, _, err = run(tmp_path, "verify")
    assert code == 1
    assert "original" in err


def test_a_home_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    code, _, err = run(tmp_path / "file", "update", "un_sc", "--from", str(SAMPLE / "un_sc.xml"))
    assert code == 1
    assert "--home DIR" in err


def test_a_file_that_is_no_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "enjoin.db").write_bytes(
        b"this is no database, and long enough to be looked at" * 9
    )
    code, _, err = run(tmp_path, "screen", "A Name")
    assert code == 1
    assert "enjoin.db" in err


# Trouble in the middle


def test_a_full_disk_leaves_the_old_list_in_force(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    before = run(tmp_path, "lists", "--json")[1]

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    place = str(SAMPLE / "us_ofac_sdn")
    given = ("--from", place, "--version", "2024-05-31", "--accept", "40")
    code, _, err = run(tmp_path, "update", "us_ofac_sdn", *given, limit=full)
    assert code == 1
    assert "Free the disk" in err
    assert run(tmp_path, "lists", "--json")[1] == before
    assert screen(tmp_path, "Yang Deok-hwa")[0] == 4
    assert run(tmp_path, "verify")[0] == 0


@pytest.mark.slow
def test_a_kill_in_the_middle_of_an_update_loses_nothing(tmp_path: Path) -> None:
    load(tmp_path, "un_sc")
    place = str(SAMPLE / "us_ofac_sdn")
    command = [ENJOIN, "--home", str(tmp_path), "update", "us_ofac_sdn", "--from", place]
    command += ["--version", "2024-05-31", "--accept", "40"]
    for pause in range(12):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.15 + pause * 0.05)
        process.send_signal(signal.SIGKILL)
        process.wait()
        code, matches, _ = screen(tmp_path, "Yang Deok-hwa")
        assert code == 4
        loaded = {listed["source"] for listed in json.loads(run(tmp_path, "lists", "--json")[1])}
        assert loaded in ({"un_sc"}, {"un_sc", "us_ofac_sdn"})
        assert {listed["source"] for listed in matches[0]["lists"]} == loaded  # type: ignore[attr-defined]
        assert run(tmp_path, "verify")[0] == 0
    load(tmp_path, "us_ofac_sdn")
