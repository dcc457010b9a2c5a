"""The invented lists, customers and reports that `enjoin demo` works on."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

#: What every result made of the sample data has to say.
FICTION = "Every party, official, outlet and event here is invented for a demonstration."
#: The date of each sample list: OFAC's CSV carries none, the UN's file says it itself.
VERSIONS = MappingProxyType({"us_ofac_sdn": "2024-05-31", "un_sc": "2024-05-31"})
#: Where each sample list lies in `folder()`.
LISTS = MappingProxyType({"us_ofac_sdn": "us_ofac_sdn", "un_sc": "un_sc.xml"})

#: How many entries each sample list has: far fewer than a real one may have.
ENTRIES = MappingProxyType({"us_ofac_sdn": 40, "un_sc": 30})


def folder() -> Path:
    """Return the folder of the sample data: `LISTS`, customers.csv and reports/*.txt."""
    return Path(str(files(__name__)))
