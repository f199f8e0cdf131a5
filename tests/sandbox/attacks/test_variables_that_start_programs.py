"""Environment variables make programs load code, or look for it elsewhere, before the step's own code runs:
`LD_PRELOAD`, `NODE_OPTIONS`, `PYTHONSTARTUP`, `BASH_ENV`, `PATH`, in any case and with any ending.

They are refused before anything runs; the message names the variable.
"""

import pytest

from sandbox.environment_variables import refusal
from sandbox.model import Language, Outcome
from tests.sandbox.attacks.arena import Arena

NAMES = """
LD_PRELOAD LD_AUDIT LD_LIBRARY_PATH ld_preload Ld_Preload GLIBC_TUNABLES GCONV_PATH MALLOC_CHECK_ LOCPATH
NLSPATH
NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_V8_COVERAGE NPM_CONFIG_PREFIX
PYTHONSTARTUP PYTHONPATH PYTHONHOME PYTHONINSPECT PYTHONBREAKPOINT PYTHONUSERBASE PYTHONWARNINGS PYTHONMALLOC
BASH_ENV ENV BASH_FUNC_ls BASH_XTRACEFD SHELLOPTS BASHOPTS PS4 PROMPT_COMMAND IFS CDPATH PATH Path HOME SHELL
PERL5OPT PERL5LIB RUBYOPT RUBYLIB OPENSSL_CONF OPENSSL_MODULES OPENSSL_ENGINES SSL_CERT_FILE SSLKEYLOGFILE
HTTP_PROXY https_proxy ALL_PROXY no_proxy TMPDIR HOSTALIASES RES_OPTIONS RESOLV_HOST_CONF FLOWTAPE_SECRET_KEY
UV_THREADPOOL_SIZE TERMINFO AWKPATH
"""
NO_NAMES = ["", "A=B", "A B", "1A", "A\0B", "A\nB", "BASH_FUNC_ls%%", "ＰＡＴＨ", "é", "A-B", "x" * 200]
EACH: dict[Language, str] = {
    "python": "LD_PRELOAD",
    "javascript": "NODE_OPTIONS",
    "bash": "BASH_ENV",
}


@pytest.mark.parametrize("name", NAMES.split())
def test_a_variable_that_changes_how_programs_start_is_refused(name: str) -> None:
    assert f"variable {name} can't be set" in str(refusal({"HARMLESS": "x", name: "/work/evil"}))


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused(name: str) -> None:
    assert "can't be an environment variable" in str(refusal({name: "x"}))


@pytest.mark.parametrize("language", list(EACH))
async def test_nothing_runs_with_such_a_variable(arena: Arena, language: Language) -> None:
    result = await arena.ends(Outcome.REFUSED, language, "", env={EACH[language]: "/work/evil"})
    assert EACH[language] in result.message
    assert result.wall_time == 0


async def test_a_variable_of_one_step_is_not_the_next_ones(arena: Arena) -> None:
    for language in EACH:
        await arena.attack(language, "", env={"LEFT": "poisoned", "LC_ALL": "C", "TZ": ":/work/x"})
