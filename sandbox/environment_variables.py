"""Environment variables that a step may set: all but those that change how programs start or find things."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_REFUSED_PREFIXES = ("LD_", "NODE_", "NPM_", "PYTHON", "BASH_", "GLIBC_", "MALLOC_", "GCONV_", "FLOWTAPE_")
_REFUSED_ENDINGS = ("_PROXY",)
_REFUSED_NAMES = """
ENV PATH IFS PS4 PROMPT_COMMAND SHELL SHELLOPTS BASHOPTS CDPATH GLOBIGNORE HOME HOSTNAME PWD OLDPWD USER
LOGNAME TMPDIR TMP TEMP LOCPATH NLSPATH RESOLV_HOST_CONF HOSTALIASES LOCALDOMAIN RES_OPTIONS GETCONF_DIR
OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES SSL_CERT_FILE SSL_CERT_DIR SSLKEYLOGFILE UV_THREADPOOL_SIZE
PERL5LIB PERL5OPT RUBYOPT RUBYLIB AWKPATH AWKLIBPATH TERMINFO TERMINFO_DIRS
"""
_REFUSED = frozenset(_REFUSED_NAMES.split())
_MOST, _LONGEST = 128, 32 * 1024


def refusal(variables: Mapping[str, str]) -> str | None:
    """Why they are not accepted, naming the variable; None where they are."""
    if len(variables) > _MOST:
        return f"A step may set at most {_MOST} environment variables; these are {len(variables)}."
    return next((problem for name, value in variables.items() if (problem := _problem(name, value))), None)


def _problem(name: str, value: str) -> str | None:
    shown = repr(name[:80])
    if not _NAME.fullmatch(name):
        return f"{shown} can't be an environment variable: use letters, digits and _, at most 128 of them."
    if _is_refused(name.upper()):
        return (
            f"The environment variable {name} can't be set: it changes how programs start. Use another name."
        )
    if "\0" in value or len(value.encode(errors="surrogatepass")) > _LONGEST or not _is_text(value):
        return f"The value of {name} can't be set: it has to be text without NUL, of at most 32 KB."
    return None


def _is_refused(name: str) -> bool:
    return name in _REFUSED or name.startswith(_REFUSED_PREFIXES) or name.endswith(_REFUSED_ENDINGS)


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
