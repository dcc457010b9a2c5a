"""What OFAC's two lists share: the forms they are published in, and how each form is read.

The SDN list and the Consolidated (non-SDN) list have the same layouts under other file names. The
layouts are those of OFAC's data specifications (dat_spec.txt, cons_dat_spec.txt) and of sdn.xsd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from enjoin.sources.reading import Files, Format, ReadList, SourceInfo

if TYPE_CHECKING:
    from enjoin.sources.us_ofac.entry import Measure

AUTHORITY = "Office of Foreign Assets Control"
_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"


def table_format(stems: tuple[str, str, str, str], suffix: str, *, verified: bool = True) -> Format:
    """Describe the relational files: entries, alternate names, addresses and comments.

    `suffix` tells what parts the columns: '.csv' or '.del'. OFAC no longer publishes '.del'.
    """
    csv = suffix == ".csv"
    return Format(
        name="relational CSV" if csv else "relational DEL",
        files=tuple(
            (f"{stem}{suffix}", f"{_EXPORTS}{stem.upper()}.CSV" if csv else "") for stem in stems
        ),
        begins=r'\A\s*\d+\s*,\s*"' if csv else r'\A\s*\d+\s*@\s*"',
        optional=frozenset({f"{stems[3]}{suffix}"}),
        verified=verified,
    )


def simple_format(name: str, *, verified: bool = True) -> Format:
    """Describe the XML file whose root is `sdnList`."""
    files = ((name, f"{_EXPORTS}{name.upper()}"),)
    begins = r"<(?:\w+:)?sdnList[\s>]"
    return Format(name="simple XML", files=files, begins=begins, verified=verified)


def advanced_format(name: str, *, verified: bool = True) -> Format:
    """Describe the XML file whose root is `Sanctions`, OFAC's most detailed form."""
    files = ((name, f"{_EXPORTS}{name.upper()}"),)
    begins = r"<(?:\w+:)?Sanctions[\s>]"
    return Format(name="ADVANCED XML", files=files, begins=begins, verified=verified)


def read_list(info: SourceInfo, files: Files, measure: Measure) -> ReadList:
    """Read a list in whichever form it is given; `measure` tells what each programme imposes.

    Raises:
        WrongFormat: the files are not OFAC's, or are cut, or do not belong together.
        UnreadFields: there are fields nobody reads here, or more remarks that are not understood
            than a change of format would explain.
        UnknownValue: an entry or an alternate name is of an unknown kind.
    """
    kind = info.format_of(files).name
    if kind == "ADVANCED XML":
        from enjoin.sources.us_ofac.advanced import read_advanced

        return read_advanced(info, files, measure)
    if kind == "simple XML":
        from enjoin.sources.us_ofac.simple_xml import read_xml

        return read_xml(info, files, measure)
    from enjoin.sources.us_ofac.relational import read_tables

    return read_tables(info, files, measure)
