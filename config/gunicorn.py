"""The web server: a few processes with a few threads each; docs/operating.md says how to size them."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
# One import for all processes: they start at once and share its memory.
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
# A worker writes a sign of life several times a second; on a disk that can block.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
# As long an address as it can be told to read: a longer one never reaches the product, and gets a 414 of its own.
limit_request_line = 8190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
accesslog = os.environ.get("ACCESS_LOG") or None
# It would lie in the home folder and be shared by every checkout.
control_socket_disable = True
