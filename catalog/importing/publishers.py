"""Who publishes a product: read off its addresses. Pure.

1. The owner in the source address, where that is an address of a forge: `<host>/<owner>/<repository>`, perhaps followed
   by the path of a view (`/tree/main`, `/-/…`). A host counts as a forge when it is a well-known one (there the owner's
   page alone, `<host>/<owner>`, is enough), when its first label is one of `git gitlab gitea forgejo codeberg code src
   source scm dev`, or when it is not the host of the website. A path whose first part is a route of some software
   (`cgit`, `svn`, `projects`, `source` and their like), or that leads to a file (`index.php`), names no owner.
   GitLab's `groups/<owner>` and SourceForge's `p/<project>` and `projects/<project>` are understood.
2. Otherwise the host of the website, without `www.`; where there is no website, the host of the source address.

Hosts and owners are compared in lower case.
"""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from catalog.importing.lines import BadLine, Product

_WELL_KNOWN = {
    "bitbucket.org", "codeberg.org", "framagit.org", "git.sr.ht", "github.com", "gitlab.com", "sourceforge.net",
}  # fmt: skip
_FORGE_LABELS = {"git", "gitlab", "gitea", "forgejo", "codeberg", "code", "src", "source", "scm", "dev"}
_ROUTES = {
    "about", "browse", "bugs", "cgi-bin", "cgit", "download", "downloads", "explore", "git", "gitweb", "hg",
    "index.cgi", "p", "pages", "plugins", "product", "products", "project", "projects", "repo", "repos", "search",
    "software", "source", "src", "svn", "trac", "tree", "viewvc", "wiki",
}  # fmt: skip
# What may stand where a repository's name would be, and is none.
_VIEWS = {
    "-", "about", "blob", "branches", "browse", "commit", "commits", "log", "raw", "refs", "releases", "src",
    "summary", "tags", "tree",
}  # fmt: skip
_FILE = re.compile(r"\.(html?|php|cgi|jsp|aspx?|pl)$", re.IGNORECASE)
_LONGEST_OWNER = 60


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes: `key` tells publishers apart; of the display names `names` the first that is free is taken."""

    key: str
    names: tuple[str, ...]
    website: str


def publisher_of(product: Product) -> Publisher:
    """Return the publisher of a product. Raises BadLine when its addresses name none."""
    source, website = _address(product.source_code_url), _address(product.website_url)
    owner = _owner(source, website) if source else None
    if source and owner:
        host = _host(source)
        full = f"{owner} ({host})"
        names = (owner, full) if host == "github.com" and len(owner) > 1 else (full,)
        page = f"projects/{owner}" if host == "sourceforge.net" else owner
        return Publisher(f"{host}/{owner.lower()}", names, f"{source.scheme}://{source.netloc}/{page}")
    site = website or source
    if site is None:
        raise BadLine("neither “website_url” nor “source_code_url” is an address that begins with http:// or https://")
    host = _host(site)
    return Publisher(host, (host, f"{host} (website)"), f"{site.scheme}://{site.netloc}")


def _address(text: str) -> SplitResult | None:
    """Return the parts of a web address, or None for anything else."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and "@" not in parts.netloc
    return parts if usable and len(parts.netloc) <= _LONGEST_OWNER and parts.netloc.isprintable() else None


def _host(address: SplitResult) -> str:
    return (address.hostname or "").removeprefix("www.")


def _owner(source: SplitResult, website: SplitResult | None) -> str | None:
    """Return the owner that a source address names, as it is written there."""
    host, parts = _host(source), [part for part in source.path.split("/") if part]
    if (parts and parts[0] == "groups") or (host == "sourceforge.net" and parts and parts[0] in ("p", "projects")):
        parts = [parts[1], "repository"] if len(parts) > 1 else []
    if not parts or not _may_be_owner(parts[0]):
        return None
    if host in _WELL_KNOWN:
        return parts[0]
    forge = host.partition(".")[0] in _FORGE_LABELS or website is None or host != _host(website)
    return parts[0] if forge and _names_repository(parts[1:]) else None


def _may_be_owner(part: str) -> bool:
    known = part.lower() in _ROUTES or _FILE.search(part) is not None
    return not known and len(part) <= _LONGEST_OWNER and re.fullmatch(r"~?[\w.+-]+", part) is not None


def _names_repository(rest: list[str]) -> bool:
    """Whether what follows the owner is a repository, perhaps with a view of it."""
    if not rest or rest[0].lower() in _VIEWS or _FILE.search(rest[0]):
        return False
    return len(rest) == 1 or rest[1].lower() in _VIEWS
