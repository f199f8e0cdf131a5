"""Answers of the proxy's own, and what becomes of a server's answer on the way to the client."""

from sandbox.runner.tunnel.request import LONGEST_HEAD

CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"

_OF_ONE_CONNECTION = (b"connection:", b"keep-alive:", b"proxy-connection:")
_END = b"\r\n\r\n"
_LONGEST_REASON = 400


def refused(status: int, why: str) -> bytes:
    """The reason stands in the status line, too: HTTP clients show that one when CONNECT fails."""
    line = why.encode("ascii", "replace").decode()
    line = "".join(each if " " <= each <= "~" else "?" for each in line)[:_LONGEST_REASON]
    body = f"{why}\n".encode()
    head = (
        f"HTTP/1.1 {status} {line}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


class ServersAnswer:
    """Tells the client that the connection ends with this answer, whatever the server thinks of it: the
    client's next request may be for another server."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._passed = False

    def feed(self, data: bytes) -> bytes:
        """What of the answer may pass now."""
        if self._passed:
            return data
        self._head += data
        passing = b""
        while not self._passed and b"HTTP/".startswith(self._head[:5]):
            end = self._head.find(_END)
            if end < 0 and len(self._head) <= LONGEST_HEAD:
                return passing
            passing += self._take_head(end)
        return passing + self.rest()

    def rest(self) -> bytes:
        """What is left, where no more comes or it is no HTTP."""
        self._passed = True
        rest, self._head = bytes(self._head), bytearray()
        return rest

    def _take_head(self, end: int) -> bytes:
        """What is to be said for the head that ends there, if anywhere."""
        self._passed = end < 0 or not self._head.startswith((b"HTTP/1.1 1", b"HTTP/1.0 1"))
        if end < 0:
            return b""
        head = bytes(self._head[:end])
        del self._head[: end + len(_END)]
        return _last_of_connection(head) if self._passed else head + _END


def _last_of_connection(head: bytes) -> bytes:
    first, *headers = head.split(b"\r\n")
    kept = [header for header in headers if not header.lower().startswith(_OF_ONE_CONNECTION)]
    return b"\r\n".join((first, *kept, b"Connection: close", b"", b""))
