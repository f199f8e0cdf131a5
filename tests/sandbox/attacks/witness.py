"""Steps that look around and return what they see. Two that ran in clean places see the same."""

from sandbox.model import Language

PYTHON = r"""
import os, re, resource, signal, socket, time

FOLDERS = ["/work", "/tmp", "/data/in", "/data/out", "/dev/shm", "/dev/mqueue"]

def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError as error:
        return error.strerror

def beneath(folder):
    found = []
    for path, folders, files in os.walk(folder):
        found += [os.path.join(path, name).encode(errors="replace").decode() for name in folders + files]
    return found

def state(folder):
    if not os.path.isdir(folder):
        return "missing"
    about, room = os.stat(folder), os.statvfs(folder)
    return {
        "owner": [oct(about.st_mode & 0o6700), about.st_uid, about.st_gid],
        "marked": [os.listxattr(folder), about.st_mtime < time.time() - 86_400 * 365],
        "room": [room.f_blocks * room.f_frsize, room.f_bavail * room.f_frsize, room.f_files, room.f_favail],
    }

def processes():
    states = [read(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] for pid in os.listdir("/proc") if pid.isdigit()]
    return {"at most 4": len(states) <= 4, "stopped or dead": [state for state in states if state in (["T"], ["t"], ["Z"])]}

status = read("/proc/self/status")
return {
    "files": [path for folder in FOLDERS for path in beneath(folder)],
    "folders": {folder: state(folder) for folder in FOLDERS},
    "processes": processes(),
    "ipc": [len(read(f"/proc/sysvipc/{kind}").splitlines()) for kind in ("msg", "sem", "shm")],
    "sockets": [line.split()[7:] for line in read("/proc/net/unix").splitlines()[1:] if len(line.split()) > 7],
    "environment": dict(os.environ),
    "here": [os.getcwd(), os.umask(0o22)],
    "limits": read("/proc/self/limits"),
    "status": re.findall(r"^(?:Uid|Gid|Groups|Cap\w+|NoNewPrivs|Seccomp|Sig(?:Blk|Ign|Cgt)|Cpus_allowed):.*", status, re.M),
    "scheduled": [os.nice(0), os.sched_getscheduler(0), len(os.sched_getaffinity(0)), read("/proc/self/oom_score_adj")],
    "descriptors": sorted(re.sub(r"\d+(?=\]$)", "", os.readlink(f"/proc/self/fd/{fd}"))
                          for fd in range(64) if os.path.exists(f"/proc/self/fd/{fd}") or os.path.islink(f"/proc/self/fd/{fd}")),
    "memory": len(bytearray(32 * 1024 * 1024)),
    "given": items,
}
"""  # noqa: E501

JAVASCRIPT = r"""
const names = (value) => Reflect.ownKeys(value).map(String).sort()
const kinds = { Object, Array, Function, String, Number, Boolean, Symbol, Promise, Map, Set, WeakMap, Date, RegExp,
  Error, TypeError, JSON, Math, Reflect, Proxy, ArrayBuffer, Uint8Array, DataView, BigInt }
const shapes = {}
for (const [name, kind] of Object.entries(kinds)) shapes[name] = [names(kind), kind.prototype ? names(kind.prototype) : []]
const iterators = [names([][Symbol.iterator]().__proto__), names((function* () {})().__proto__.__proto__)]
const source = Function.prototype.toString
const natives = [JSON.stringify, Array.prototype.push, Array.prototype.map, Object.keys, Promise.prototype.then, String.prototype.split]
return {
  globals: names(globalThis),
  shapes, iterators,
  natives: natives.map((native) => source.call(native)),
  works: [JSON.stringify({ a: [1, null, 'x'] }), [3, 1, 2].sort().join(), 'a,b'.split(',').length, await Promise.resolve(7),
    new Map([[1, 2]]).get(1), /b/.test('abc'), Math.max(1, 2), [...new Set([1, 1])].length, parseInt('12'), String(Symbol('s'))],
  frozen: [Object.isFrozen(Object.prototype), Object.isExtensible(globalThis)],
  given: items,
}
"""  # noqa: E501

BASH = r"""
{
  ulimit -a; umask; pwd; env | grep -v '^_=' | sort; trap -p; shopt; nice; alias; declare -F
  for folder in /work /tmp /data/in /data/out /dev/shm /dev/mqueue; do
    find "$folder" -mindepth 1 2>&1; stat -c '%n %u %g' "$folder" 2>&1
  done
} > /tmp/seen
jq -Rsc '{seen: .}' < /tmp/seen
"""

WITNESSES: dict[Language, str] = {"python": PYTHON, "javascript": JAVASCRIPT, "bash": BASH}
