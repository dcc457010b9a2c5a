"""What follows from evidence: assessments of events, and findings from reports."""

from enjoin.cases.assessments import Assessment, EventIn, assess, read_event
from enjoin.cases.findings import findings

__all__ = ["Assessment", "EventIn", "assess", "findings", "read_event"]
