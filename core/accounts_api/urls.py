"""The addresses of the API of accounts."""

from django.urls import path

from core.accounts_api import clients, organisations, people

ORGANISATION = "organisations/<uuid:id>"

api_urlpatterns = [
    path("me", people.Me.as_view(), name="me"),
    path("me/export", people.Export.as_view(), name="me-export"),
    path("me/erasure", people.ErasureView.as_view(), name="me-erasure"),
    path("organisations", organisations.Organisations.as_view(), name="organisations"),
    path(ORGANISATION, organisations.OneOrganisation.as_view(), name="organisation"),
    path(f"{ORGANISATION}/history", organisations.OrganisationHistory.as_view(), name="organisation-history"),
    path(f"{ORGANISATION}/members", organisations.Members.as_view(), name="members"),
    path(f"{ORGANISATION}/members/<uuid:member>", organisations.OneMember.as_view(), name="member"),
    path(f"{ORGANISATION}/invitations", organisations.Invitations.as_view(), name="invitations"),
    path(f"{ORGANISATION}/invitations/<uuid:invitation>", organisations.OneInvitation.as_view(), name="one-invitation"),
    path("invitations/accept", organisations.InvitationAcceptance.as_view(), name="invitation-acceptance"),
    path(f"{ORGANISATION}/api-clients", clients.ApiClients.as_view(), name="api-clients"),
    path(f"{ORGANISATION}/api-clients/<uuid:client>", clients.OneApiClient.as_view(), name="api-client"),
    path(
        f"{ORGANISATION}/api-clients/<uuid:client>/secret", clients.ApiClientSecret.as_view(), name="api-client-secret"
    ),
]
