"""What somebody with a link sees in a browser: nothing from elsewhere, and no markup but ours."""

import base64
import hashlib
from html import escape
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

_TEXT = (Path(__file__).parents[1] / "pages" / "resume.html").read_text("utf-8")
_PAGE = Template(_TEXT)
_STYLE = _TEXT.partition("<style>")[2].partition("</style>")[0]
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
LABELS = {"approve": "Approve", "reject": "Reject"}


class Page(HTMLResponse):
    """``content`` is markup, everything in it that isn't ours escaped."""

    def __init__(self, title: str, content: str, status: int = 200) -> None:
        text = _PAGE.substitute(title=escape(title), content=content)
        super().__init__(text, status_code=status, headers=HEADERS)


def asking(action: str, workflow: str, node: str, message: str) -> Page:
    """What is asked, and the one button that answers it: looking at the page decides nothing."""
    label = LABELS[action]
    content = (
        f"<p>The workflow <strong>{escape(workflow)}</strong> waits at <strong>{escape(node)}</strong>:</p>"
        f"<blockquote>{escape(message)}</blockquote>"
        '<form method="post"><label for="comment">Comment (optional)</label>'
        '<textarea id="comment" name="comment" rows="3" maxlength="10000"></textarea>'
        f'<button type="submit">{label}</button></form>'
    )
    return Page(f"{label}?", content)


def said(title: str, text: str, status: int = 200) -> Page:
    return Page(title, f"<p>{escape(text)}</p>", status)
