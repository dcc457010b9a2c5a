"""What follows from evidence: assessments of events, and findings from reports."""

from enjoin.cases.assessments import Assessment, assess
from enjoin.cases.events import EventIn, read_event
from enjoin.cases.findings import findings

__all__ = ["Assessment", "EventIn", "assess", "findings", "read_event"]
