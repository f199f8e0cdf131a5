"""Which system calls there are inside a container: an allow-list for Python, node.js, Bash and what they run.

Everything else fails with EPERM, and what programs try out and do without (``clone3``, ``io_uring``, …) with
ENOSYS. Beside Docker's own profile these are missing: namespaces, ``ptrace``, ``process_vm_*``, ``mount``,
``personality``, ``keyctl``, ``bpf``, ``perf_event_open``, ``userfaultfd``, ``io_uring``,
``open_by_handle_at``, sockets but for local ones and TCP and UDP, other processes' limits, System V's
shared memory and queues (one step's would meet the next), and ``memfd_create`` (files that can be executed).
"""

import json
from typing import Any

_ENOSYS = 38
_NAMESPACES = 0x7E020080
"""CLONE_NEW*: time, mount, cgroup, uts, ipc, user, pid, net."""
_AF_UNIX, _AF_INET, _AF_INET6 = 1, 2, 10
_SOCK_TYPE_MASK, _SOCK_STREAM, _SOCK_DGRAM = 0xF, 1, 2

_FILES = """
access chdir chmod close close_range copy_file_range creat dup dup2 dup3 faccessat faccessat2 fadvise64
fallocate fchdir fchmod fchmodat fchown fchownat fcntl fdatasync fgetxattr flistxattr flock fstat fstatfs
fsync ftruncate futimesat getcwd getdents getdents64 getxattr inotify_add_watch inotify_init inotify_init1
inotify_rm_watch lchown lgetxattr link linkat listxattr llistxattr lseek lstat mkdir mkdirat mkfifo mknod
mknodat newfstatat open openat openat2 pipe pipe2 pread64 preadv preadv2 pwrite64 pwritev pwritev2 read
readahead readlink readlinkat readv rename renameat renameat2 rmdir sendfile splice stat statfs statx symlink
symlinkat sync_file_range tee truncate umask unlink unlinkat utime utimensat utimes write writev chown
"""
_MEMORY = """
brk madvise mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall munmap membarrier
pkey_alloc pkey_free pkey_mprotect get_mempolicy set_mempolicy mbind
"""
_PROCESSES = """
arch_prctl execve execveat exit exit_group fork vfork futex futex_waitv get_robust_list set_robust_list
get_thread_area set_thread_area getcpu getegid geteuid getgid getgroups getpgid getpgrp getpid getppid
getpriority getresgid getresuid getrlimit getrusage getsid gettid getuid kill pause pidfd_open
pidfd_send_signal prctl rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn
rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo restart_syscall sched_getaffinity sched_getattr
sched_getparam sched_get_priority_max sched_get_priority_min sched_getscheduler sched_rr_get_interval
sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield set_tid_address setpgid
setpriority setrlimit setsid sigaltstack tgkill times tkill uname wait4 waitid sysinfo ioprio_get
capget getitimer setitimer alarm
"""
_TIME = """
clock_getres clock_gettime clock_nanosleep gettimeofday nanosleep time timer_create timer_delete
timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime
"""
_WAITING = """
epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 poll ppoll
pselect6 select signalfd signalfd4 getrandom ioctl
"""
_SOCKETS = """
accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg
sendmsg sendto setsockopt shutdown
"""
_TRIED_OUT = """
clone3 io_uring_setup io_uring_enter io_uring_register userfaultfd process_madvise landlock_create_ruleset
landlock_add_rule landlock_restrict_self memfd_create memfd_secret
"""


def profile() -> dict[str, Any]:
    """As Docker reads it."""
    plain = " ".join((_FILES, _MEMORY, _PROCESSES, _TIME, _WAITING, _SOCKETS)).split()
    return {
        "defaultAction": "SCMP_ACT_ERRNO",
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": [
            _allow(*plain),
            _allow("clone", _is(0, 0, mask=_NAMESPACES)),
            _allow("prlimit64", _is(0, 0)),
            *(
                _allow("socket", _is(0, family), _is(1, kind, mask=_SOCK_TYPE_MASK))
                for family in (_AF_UNIX, _AF_INET, _AF_INET6)
                for kind in (_SOCK_STREAM, _SOCK_DGRAM)
            ),
            _allow("socketpair", _is(0, _AF_UNIX)),
            {"names": _TRIED_OUT.split(), "action": "SCMP_ACT_ERRNO", "errnoRet": _ENOSYS},
        ],
    }


def _allow(*names_and_arguments: str | dict[str, int | str]) -> dict[str, Any]:
    names = [each for each in names_and_arguments if isinstance(each, str)]
    arguments = [each for each in names_and_arguments if not isinstance(each, str)]
    return {"names": names, "action": "SCMP_ACT_ALLOW", **({"args": arguments} if arguments else {})}


def _is(index: int, value: int, mask: int | None = None) -> dict[str, int | str]:
    if mask is None:
        return {"index": index, "value": value, "op": "SCMP_CMP_EQ"}
    return {"index": index, "value": mask, "valueTwo": value, "op": "SCMP_CMP_MASKED_EQ"}


PROFILE = json.dumps(profile())
