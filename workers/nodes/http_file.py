"""An answer's body as a file."""

from email.message import Message
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from domain.files import base_name, mime_of, problem_of_name
from workers.ports import HttpAnswer, NodeFiles


async def stored_body(files: NodeFiles, answer: HttpAnswer, url: str, index: int) -> dict[str, Any]:
    """An entry of ``binary``: named as the answer says, else by the end of the URL. ``index``: the item's."""
    headers = dict(reversed(answer.headers))  # of what comes twice, the first counts
    name = _name(headers.get("content-disposition", ""), url)
    mime = mime_of(name, headers.get("content-type"))
    stored = await files.save(str(index), BytesIO(answer.body), name=name, mime=mime)
    return stored.reference()


def _name(disposition: str, url: str) -> str:
    said = Message()
    said["Content-Disposition"] = disposition
    for name in (said.get_filename(), unquote(urlsplit(url).path)):
        if name and not problem_of_name(base_name(name)):
            return base_name(name)
    return "file"
