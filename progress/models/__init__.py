from progress.models.period import ReportingPeriod, ReportingPeriodQuerySet
from progress.models.remark import Remark
from progress.models.report import ProgressReport, ProgressReportQuerySet, ReportEvent

__all__ = [
    "ProgressReport",
    "ProgressReportQuerySet",
    "Remark",
    "ReportEvent",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
]
