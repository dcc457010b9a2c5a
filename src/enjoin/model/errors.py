"""Everything that can go wrong, in one tree.

EnjoinError
├── InvalidInput            what the caller gave cannot be used (exit 2)
├── NotAllowed              who asks is not known, or may not do that
├── NotFound                there is nothing of that name
├── SourceError             a list could not be read; the stored list is unchanged (exit 3)
│   ├── UnknownSource
│   ├── FetchFailed
│   ├── WrongFormat
│   ├── UnreadFields
│   ├── UnknownValue
│   ├── CountOutOfRange
│   ├── ListShrank
│   └── NamesLost
├── ListsUntrusted          screening would be a guess (exit 3)
│   ├── NoLists
│   └── StaleLists
├── StoreError              records or index cannot be opened, read or written
│   ├── StoreUnwritable
│   ├── StoreTooNew
│   ├── SnapshotUnreadable
│   ├── BackupUnusable
│   ├── JournalBroken
│   └── RecordChanged
├── DocumentError           a report could not be read
│   ├── EmptyDocument
│   ├── NotText
│   ├── TooLong
│   └── ReaderFailed        a reader beside our own did not answer, or said what does not hold
├── TableError              a customer table could not be read
└── RegisterError           the register of measures is not usable

A message names the thing, the state we are in, and the next step. `status` and
`exit_code` let HTTP and the command line answer without a table of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable


class EnjoinError(Exception):
    """Base of every error Enjoin raises on purpose. The message says what to do next."""

    status = 500  #: how the HTTP floor answers
    exit_code = 1  #: how the command line ends


class InvalidInput(EnjoinError):
    """What the caller gave cannot be used."""

    status = 400
    exit_code = 2


class NotAllowed(EnjoinError):
    """Who asks is not known (401), or may not do that (403), or asks too often (429)."""

    status = 403

    def __init__(self, what: str, status: int = 403, after: int | None = None) -> None:
        self.status, self.after = status, after
        super().__init__(what)


class NotFound(InvalidInput):
    """There is nothing of that name."""

    status = 404


class SourceError(EnjoinError):
    """A list could not be read. The stored list is unchanged."""

    status = 502
    exit_code = 3


class UnknownSource(SourceError):
    """No reader has this name."""

    status = 404
    exit_code = 2

    def __init__(self, source: str, known: Iterable[str]) -> None:
        self.source = source
        super().__init__(f"{source}: no such list. Known lists: {', '.join(sorted(known))}.")


class FetchFailed(SourceError):
    """A publisher's file could not be fetched."""

    def __init__(self, source: str, url: str, why: str) -> None:
        self.source, self.url = source, url
        super().__init__(
            f"{source}: could not fetch {url}: {why}; the stored list is unchanged. Try again "
            f"later, or download the file and run `enjoin update {source} --from FILE`."
        )


def _module(source: str) -> str:
    """Name the module of a list: `ftm:NAME` is read by `ftm`."""
    return source.partition(":")[0]


class WrongFormat(SourceError):
    """A file is not what its source publishes, or only a part of it."""

    def __init__(self, source: str, where: str, why: str) -> None:
        self.source, self.where, self.why = source, where, why
        super().__init__(
            f"{source}: {where}: {why}; nothing was loaded, the stored list is unchanged. Check "
            f"that this is the publisher's whole file for {source}, and fetch it again."
        )


class UnreadFields(SourceError):
    """A list carries fields that no reader knows: the publisher changed its format."""

    def __init__(self, source: str, where: str, fields: Collection[str], cure: str = "") -> None:
        self.source, self.fields = source, sorted(fields)
        super().__init__(
            f"{source}: {where}: nobody reads the field(s) {', '.join(self.fields)}; nothing was "
            "loaded, the stored list is unchanged. "
            + (
                cure
                or "The publisher has changed its format: teach "
                f"enjoin.sources.{_module(source)} what they mean, or name them there as ignored."
            )
        )


class UnknownValue(SourceError):
    """A code in a list has no known meaning."""

    def __init__(self, source: str, where: str, field: str, value: str, cure: str = "") -> None:
        self.source, self.field, self.value = source, field, value
        super().__init__(
            f"{source}: {where}: {field} has the unknown value {value!r}; nothing was loaded, the "
            "stored list is unchanged. "
            + (cure or f"Teach enjoin.sources.{_module(source)} what it means.")
        )


class CountOutOfRange(SourceError):
    """A list has fewer or more entries than its source is expected to have."""

    def __init__(self, source: str, found: int, low: int, high: int) -> None:
        self.source, self.found = source, found
        super().__init__(
            f"{source}: {found:,} entries, where between {low:,} and {high:,} are expected; the "
            "stored list is unchanged. If this is right, run "
            f"`enjoin update {source} --accept {found}`."
        )


class ListShrank(SourceError):
    """A list lost more entries than its source is expected to lose."""

    def __init__(self, source: str, had: int, found: int, before: str) -> None:
        self.source, self.had, self.found = source, had, found
        super().__init__(
            f"{source}: {found:,} entries where the version of {before} had {had:,}; the stored "
            "list is unchanged. If the authority really removed them, run "
            f"`enjoin update {source} --accept {found}`."
        )


class NamesLost(SourceError):
    """A list knows far fewer names than before: a file of it is missing or cut."""

    def __init__(self, source: str, had: int, found: int, before: str, entries: int) -> None:
        self.source, self.had, self.found = source, had, found
        super().__init__(
            f"{source}: knows {found:,} names where the version of {before} knew {had:,}; the "
            "stored list is unchanged. A file of the list may be missing or cut: fetch it again. "
            "If the authority really removed them, run "
            f"`enjoin update {source} --accept {entries}`."
        )


class ListsUntrusted(EnjoinError):
    """Screening now would be a guess, so there is no answer."""

    status = 503
    exit_code = 3


class NoLists(ListsUntrusted):
    """No list is loaded, or not the one asked for, or none as early as asked."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}, so nothing can be screened and this is not a clear. "
            "Load lists with `enjoin update`, and see what is loaded with `enjoin lists`."
        )


class StaleLists(ListsUntrusted):
    """A list is older than its source allows."""

    def __init__(self, ages: Iterable[tuple[str, str, int, int]]) -> None:
        """Take (source, version, age in days, allowed age in days) of each stale list."""
        self.ages = list(ages)
        told = "; ".join(f"{s} of {v} is {a:,} days old (allowed: {m})" for s, v, a, m in self.ages)
        super().__init__(
            f"stale: {told}. This is not a clear. Run `enjoin update`, or say that old lists will "
            "do with --accept-stale, and every answer will say so."
        )


class StoreError(EnjoinError):
    """Records or index cannot be opened, read or written."""


class StoreUnwritable(StoreError):
    """The home of the store does not take what must be recorded."""

    status = 507

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{where}: cannot be written ({why}). What is not recorded is not answered, and "
            "nothing was changed. Free the disk or give write permission, or choose another "
            "place with --home DIR or ENJOIN_HOME."
        )


class StoreTooNew(StoreError):
    """The store was written by a later Enjoin."""

    def __init__(self, where: str, revision: str) -> None:
        super().__init__(
            f"{where}: was written by a newer Enjoin (schema {revision}); it was left as it is. "
            "Install that version, or name another place with --home DIR."
        )


class SnapshotUnreadable(StoreError):
    """The screening index is damaged, or of another format."""

    exit_code = 3

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{where}: the screening index cannot be used ({why}), and this is not a clear. "
            "Build it again from the records with `enjoin update --reindex`."
        )


class BackupUnusable(StoreError):
    """A file is no backup, or is damaged."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(
            f"{where}: cannot be restored from ({why}); nothing was restored. "
            "Take another backup, or fetch this one again from where it is kept."
        )


class JournalBroken(StoreError):
    """The journal's chain does not hold: an entry was changed, removed or added by other means."""

    status = 409

    def __init__(self, seq: int, why: str) -> None:
        self.seq = seq
        super().__init__(
            f"journal: entry {seq} is the first that does not hold: {why}. Entries before it are "
            "intact. Keep the store as it is, and compare it with an exported head or a backup."
        )


class RecordChanged(StoreError):
    """Records are not what the journal sealed: a list was changed by other means."""

    status = 409

    def __init__(self, seq: int, why: str) -> None:
        self.seq = seq
        super().__init__(
            f"records: {why} (journal entry {seq}). The journal itself holds. Keep the store as it "
            "is, and compare it with a backup; the originals of the list show what it said."
        )


class DocumentError(EnjoinError):
    """A report could not be read. The others go on."""

    status = 422


class EmptyDocument(DocumentError):
    """There is no text in it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}: is empty: no text was read, so nothing is known about it. "
            "Check where the file came from."
        )


class NotText(DocumentError):
    """The bytes are no text Enjoin reads."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name}: is {what}, which is not read as a report; nothing is known about it. "
            "Give its text as a UTF-8 file."
        )


class TooLong(DocumentError):
    """It is longer than any report."""

    def __init__(self, name: str, size: int, most: int, unit: str) -> None:
        super().__init__(
            f"{name}: holds {size:,} {unit}, more than the {most:,} that are read of one report; "
            "nothing is known about it. Split it, or give the report it holds as a file of its own."
        )


class ReaderFailed(DocumentError):
    """A reader beside our own did not answer, or said what does not hold."""

    status = 502

    def __init__(self, where: str, reader: str, why: str) -> None:
        self.where, self.reader, self.why = where, reader, why
        super().__init__(
            f"{where}: the reader {reader} failed: {why}. Nothing it said of this report is kept, "
            "and nothing is known about it. Mend the reader, or read with Enjoin's own rules "
            "(--reader enjoin)."
        )


class TableError(EnjoinError):
    """A table of customers could not be read or written."""

    status = 422


class RegisterError(EnjoinError):
    """The register of measures has a fact that may not be used."""
