"""Going back to the page that a form names as the one it stood on."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def go_back(request: HttpRequest, *, otherwise: str) -> HttpResponseRedirect:
    """Lead to the path in the field `next`; to `otherwise` where that is none of this site's."""
    path = request.POST.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(path if ours else otherwise)
