"""The document in which the page previews expressions. They are somebody's code, perhaps somebody else's."""

import base64
import hashlib

NAME = "evaluator.html"


def policy(document: str) -> str:
    """Its content policy: it runs its one script, which starts a worker, and reaches nothing.

    ``sandbox`` makes its origin one of its own, however the document is opened; ``'unsafe-eval'`` is what it
    is for.
    """
    script = document.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{digest}' 'unsafe-eval'",
            "worker-src blob:",
            "sandbox allow-scripts",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )
