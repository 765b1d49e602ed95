"""The addresses of this room."""

from django.urls import URLPattern, path

from partners.vetting.api import (
    appeals,
    applications,
    challenges,
    claims,
    desk,
    documents,
    evidence,
    notices,
    tiers,
    waivers,
)
from partners.vetting.pages import appeals as appeal_pages
from partners.vetting.pages import board, partner_area, requirement, review, told
from partners.vetting.pages import desk as desk_pages
from partners.vetting.pages import documents as document_pages
from partners.vetting.pages import waivers as waiver_pages

api_urlpatterns: list[URLPattern] = [
    path("applications", applications.ApplicationsView.as_view(), name="applications"),
    path("applications/<uuid:id>", applications.ApplicationView.as_view(), name="application"),
    path("applications/<uuid:id>/history", applications.ApplicationHistory.as_view(), name="application-history"),
    path("applications/<uuid:id>/requirements", applications.BoardView.as_view(), name="board"),
    path("applications/<uuid:id>/evidence", evidence.SharedSubmission.as_view(), name="shared-submission"),
    path(
        "applications/<uuid:id>/requirements/<slug:key>/evidence",
        evidence.EvidenceSubmission.as_view(),
        name="evidence-submission",
    ),
    path("applications/<uuid:id>/requirements/<slug:key>/decision", desk.DecisionView.as_view(), name="decision"),
    path(
        "partners/<uuid:id>/requirements", applications.PartnerRequirementsView.as_view(), name="partner-requirements"
    ),
    path("partners/<uuid:id>/tier", tiers.PartnerTierView.as_view(), name="partner-tier"),
    path("partners/<uuid:id>/challenges", challenges.ChallengesView.as_view(), name="challenges"),
    path("evidence/<uuid:id>", evidence.EvidenceView.as_view(), name="evidence"),
    path("evidence/<uuid:id>/download", evidence.EvidenceDownload.as_view(), name="evidence-download"),
    path("evidence/<uuid:id>/redacted-copy", documents.EvidenceRedactedCopy.as_view(), name="evidence-redacted-copy"),
    path("redacted-copies/<uuid:id>/download", documents.RedactedCopyDownload.as_view(), name="redacted-copy-download"),
    path("partners/<uuid:id>/documents", documents.DocumentsView.as_view(), name="partner-documents"),
    path("applications/<uuid:id>/requirements/<slug:key>/claim", claims.ClaimView.as_view(), name="claim"),
    path("applications/<uuid:id>/requirements/<slug:key>/hand-over", claims.HandOverView.as_view(), name="hand-over"),
    path("applications/<uuid:id>/requirements/<slug:key>/appeals", appeals.AppealsView.as_view(), name="appeals"),
    path("appeals/<uuid:id>", appeals.AppealView.as_view(), name="appeal"),
    path("appeals/<uuid:id>/decision", appeals.AppealDecisionView.as_view(), name="appeal-decision"),
    path("vetting/appeals", appeals.OpenAppealsView.as_view(), name="vetting-appeals"),
    path("applications/<uuid:id>/requirements/<slug:key>/waivers", waivers.WaiversView.as_view(), name="waivers"),
    path("waivers/<uuid:id>", waivers.WaiverView.as_view(), name="waiver"),
    path("waivers/<uuid:id>/approval", waivers.WaiverApproval.as_view(), name="waiver-approval"),
    path("vetting/waivers", waivers.PendingWaiversView.as_view(), name="vetting-waivers"),
    path("vetting/reviewers", claims.ReviewersView.as_view(), name="vetting-reviewers"),
    path("notices", notices.NoticesView.as_view(), name="notices"),
    path("notices/<uuid:id>/reading", notices.ReadingView.as_view(), name="notice-reading"),
    path("vetting/queue", desk.QueueView.as_view(), name="vetting-queue"),
]
page_urlpatterns: list[URLPattern] = [
    path("partner/", partner_area.home, name="partner_home"),
    path("partner/<uuid:organisation_id>/", partner_area.of_organisation, name="partner_of"),
    path("partner/<uuid:organisation_id>/documents/", document_pages.partner_documents, name="documents_page"),
    path("partner/<uuid:organisation_id>/notices/", told.notices, name="notices_page"),
    path("partner/applications/<uuid:application_id>/", board.board, name="board_page"),
    path("partner/applications/<uuid:application_id>/history/", board.application_story, name="story_page"),
    path("partner/applications/<uuid:application_id>/<slug:key>/", requirement.requirement, name="requirement_page"),
    path("partner/applications/<uuid:application_id>/<slug:key>/appeal/", requirement.appeal, name="appeal_page"),
    path("desk/", desk_pages.desk, name="desk"),
    path("desk/appeals/", appeal_pages.appeals, name="desk_appeals"),
    path("desk/appeals/<uuid:appeal_id>/", appeal_pages.answer, name="desk_appeal"),
    path("desk/waivers/", waiver_pages.waivers, name="desk_waivers"),
    path("desk/waivers/<uuid:waiver_id>/", waiver_pages.answer, name="desk_waiver"),
    path("desk/<uuid:assessment_id>/waiver/", waiver_pages.ask, name="desk_ask_for_waiver"),
    path("desk/<uuid:assessment_id>/", review.review, name="desk_review"),
    path("desk/<uuid:assessment_id>/claim/", review.claim, name="desk_claim"),
    path("evidence/<uuid:evidence_id>/file/", board.evidence_file, name="evidence_file"),
]
