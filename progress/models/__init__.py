from progress.models.annual import (
    AnnualReview,
    AnnualReviewEvent,
    AnnualReviewQuerySet,
    AnnualReviewStage,
    AnnualRound,
    AnnualRoundQuerySet,
)
from progress.models.attachment import Attachment, AttachmentQuerySet
from progress.models.check import CheckSetting
from progress.models.confidence import Confidence, ConfidenceQuerySet
from progress.models.extension import Extension, ExtensionQuerySet
from progress.models.improvement import Improvement, ImprovementQuerySet
from progress.models.notice import Notice, NoticeQuerySet, NoticeRecipient
from progress.models.period import ReportingPeriod, ReportingPeriodQuerySet
from progress.models.question import SectionAnswer, SectionQuestion, SectionQuestionQuerySet
from progress.models.remark import Remark
from progress.models.reminder import ReminderSetting
from progress.models.reorganization import ReorganizationChoice
from progress.models.report import ProgressReport, ProgressReportQuerySet, ReportEvent

__all__ = [
    "AnnualReview",
    "AnnualReviewEvent",
    "AnnualReviewQuerySet",
    "AnnualReviewStage",
    "AnnualRound",
    "AnnualRoundQuerySet",
    "Attachment",
    "AttachmentQuerySet",
    "CheckSetting",
    "Confidence",
    "ConfidenceQuerySet",
    "Extension",
    "ExtensionQuerySet",
    "Improvement",
    "ImprovementQuerySet",
    "Notice",
    "NoticeQuerySet",
    "NoticeRecipient",
    "ProgressReport",
    "ProgressReportQuerySet",
    "Remark",
    "ReminderSetting",
    "ReorganizationChoice",
    "ReportEvent",
    "ReportingPeriod",
    "ReportingPeriodQuerySet",
    "SectionAnswer",
    "SectionQuestion",
    "SectionQuestionQuerySet",
]
