"""The addresses of bundles, their versions and agreements."""

from django.urls import URLPattern, path

from catalog.bundles.api import agreements, bundles, versions
from catalog.bundles.pages import agreements as agreement_pages
from catalog.bundles.pages import builder, curation, storefront

api_urlpatterns: list[URLPattern] = [
    path("bundles", bundles.BundlesView.as_view(), name="bundles"),
    path("bundles/<uuid:id>", bundles.BundleView.as_view(), name="bundle"),
    path("bundles/<uuid:id>/price", bundles.PriceView.as_view(), name="bundle-price"),
    path("bundles/<uuid:id>/versions", versions.RevisionView.as_view(), name="bundle-revision"),
    path("bundles/<uuid:id>/withdrawal", bundles.BundleWithdrawalView.as_view(), name="bundle-withdrawal"),
    path("bundles/<uuid:id>/retirement", bundles.BundleRetirementView.as_view(), name="bundle-retirement"),
    path("bundles/<uuid:id>/history", bundles.BundleHistoryView.as_view(), name="bundle-history"),
    path("bundle-versions", versions.BundleVersionsView.as_view(), name="bundle-versions"),
    path("bundle-versions/<uuid:id>", versions.BundleVersionView.as_view(), name="bundle-version"),
    path("bundle-versions/<uuid:id>/proposal", versions.ProposalView.as_view(), name="bundle-proposal"),
    path("bundle-versions/<uuid:id>/simulation", versions.SimulationView.as_view(), name="bundle-simulation"),
    path("bundle-versions/<uuid:id>/publication", versions.PublicationView.as_view(), name="bundle-publication"),
    path("agreements", agreements.AgreementsView.as_view(), name="agreements"),
    path("agreements/<uuid:id>", agreements.AgreementView.as_view(), name="agreement"),
    path("agreements/<uuid:id>/answer", agreements.AgreementAnswerView.as_view(), name="agreement-answer"),
    path("agreements/<uuid:id>/withdrawal", agreements.ConsentWithdrawalView.as_view(), name="consent-withdrawal"),
]
page_urlpatterns: list[URLPattern] = [
    path("bundles/", storefront.bundles, name="bundles_page"),
    path("bundles/<slug:slug>/", builder.bundle, name="bundle_page"),
    path("partner/<uuid:organisation_id>/agreements/", agreement_pages.agreements, name="agreements_page"),
    path("partner/agreements/<uuid:agreement_id>/", agreement_pages.agreement, name="agreement_page"),
    path("curation/bundles/", curation.bundles, name="curated_bundles"),
    path("curation/bundles/<uuid:version_id>/", curation.version, name="curated_version"),
    path("curation/bundles/<uuid:version_id>/simulation/", curation.simulation, name="curated_simulation"),
]
