"""``make audit``: whether the locked dependencies have known weaknesses, by the OSV database.

The package index has such a service too, but a mirror of it answers that it knows none of the
packages, and pip-audit then passes. Exit codes: 0 no weakness is known, or the database can't be
reached, which is told; 1 there are some.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements-dev.txt", "requirements-spark.txt", "requirements-bench.txt")


def audited(lock: Path, options: list[str]) -> list[dict] | None:
    """Return what the database says of each package of a lock; None where it can't be asked.

    Args:
        lock: requirements with hashes; nothing of it is installed.
        options: more options of pip-audit.
    """
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service", "osv", "--strict"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner", "off"]
    command += ["--format", "json", "--requirement", str(lock), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        print(f"NOT CHECKED: {lock.name}, {done.stderr.strip().splitlines()[-1][:200]}")
        return None
    return json.loads(done.stdout)["dependencies"]


def main(options: list[str]) -> int:
    """Print every known weakness of the locked dependencies, and return the exit code."""
    weak = {}
    for name in LOCKS:
        packages = audited(ROOT / name, options)
        if packages is None:
            return 0
        print(f"{name}: {len(packages)} packages checked")
        weak |= {(package["name"], package["version"]): package["vulns"] for package in packages}
    for (name, version), found in sorted(weak.items()):
        for one in found:
            fixed = ", ".join(one["fix_versions"]) or "no version"
            print(f"{name} {version}: {one['id']}, mended in {fixed}")
    return int(any(weak.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
