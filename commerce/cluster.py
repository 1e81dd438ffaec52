"""A standalone Spark cluster on this machine: ``python -m commerce.cluster start | stop``.

A master, two workers and a Thrift server, all from the package pyspark and all listening on
loopback alone, for the target ``spark_cluster``. Its files are in warehouse/spark_cluster.
"""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from commerce.engines import engine_of, read_profile
from commerce.errors import BadInput
from commerce.project import WAREHOUSE, project_folder

HOST, MASTER_PORT = "127.0.0.1", 7077
THRIFT_PORT = int(os.environ.get("COMMERCE_SPARK_PORT", "10000"))
MASTER = f"spark://{HOST}:{MASTER_PORT}"
CLASSES = "org.apache.spark"
WORKERS, CORES, MEMORY = 2, 1, "3g"
PATIENCE = 120  # seconds until a process must listen, or have ended


@click.group()
def main() -> None:
    """Start or stop a Spark cluster on this machine."""


@main.command()
def start() -> None:
    """Start a master, two workers and a Thrift server, and wait until it listens."""
    console = Console(soft_wrap=True, highlight=False)
    engine_of("spark").check()
    folder = cluster_folder()
    if running(folder):
        raise BadInput("the cluster runs already: make spark-cluster-stop ends it")
    for port in (MASTER_PORT, THRIFT_PORT):
        if is_listening(port):
            raise BadInput(f"another program listens on {HOST}:{port}")
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    with console.status("starting the cluster"):
        spawn(folder, "master", master(), listens_on=MASTER_PORT)
        for number in range(1, WORKERS + 1):
            name = f"worker-{number}"
            spawn(folder, name, worker(folder / name))
        spawn(folder, "thrift", thrift_server(folder), listens_on=THRIFT_PORT)
    console.print(f"{MASTER}, {WORKERS} workers, Thrift server on {HOST}:{THRIFT_PORT}")
    console.print("commerce build --target spark_cluster")


@main.command()
def stop() -> None:
    """End the processes that start made, and no others."""
    console = Console(soft_wrap=True, highlight=False)
    folder = cluster_folder()
    for name, pid in reversed(running(folder).items()):
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda pid=pid: not is_spark(pid), f"{name} (process {pid}) does not end")
        console.print(f"ended {name}, process {pid}")
    pid_file(folder).unlink(missing_ok=True)


def master() -> list[str]:
    """Return the call of a master."""
    return [
        "spark-class",
        f"{CLASSES}.deploy.master.Master",
        *("--host", HOST, "--port", str(MASTER_PORT), "--webui-port", "0"),
    ]


def worker(work: Path) -> list[str]:
    """Return the call of a worker."""
    return [
        "spark-class",
        f"{CLASSES}.deploy.worker.Worker",
        *("--host", HOST, "--webui-port", "0", "--work-dir", str(work)),
        *("--cores", str(CORES), "--memory", MEMORY, MASTER),
    ]


def thrift_server(folder: Path) -> list[str]:
    """Return the call of the server that dbt talks to, the cluster's only application."""
    settings = {
        "spark.driver.host": HOST,
        "spark.driver.bindAddress": HOST,
        "spark.executor.memory": "2g",
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": folder / "tables",
        "spark.hadoop.javax.jdo.option.ConnectionURL": (
            f"jdbc:derby:;databaseName={folder / 'metastore'};create=true"
        ),
        "spark.driver.extraJavaOptions": f"-Dderby.stream.error.file={folder / 'derby.log'}",
        "spark.sql.legacy.allowNonEmptyLocationInCTAS": "true",
        "spark.sql.shuffle.partitions": WORKERS * CORES,
        "spark.hadoop.hive.server2.thrift.bind.host": HOST,
        "spark.hadoop.hive.server2.thrift.port": THRIFT_PORT,
        **session_settings(),
    }
    return [
        "spark-submit",
        *("--master", MASTER, "--class", f"{CLASSES}.sql.hive.thriftserver.HiveThriftServer2"),
        *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
        "spark-internal",
    ]


def session_settings() -> dict[str, str]:
    """Return what the profile asks of each session of the cluster."""
    return read_profile()["outputs"]["spark_cluster"]["server_side_parameters"]


def spawn(folder: Path, name: str, call: list[str], listens_on: int | None = None) -> None:
    """Start a program of pyspark on its own, write down its id, and wait until it listens.

    Raises:
        BadInput: it ended, or does not listen within PATIENCE seconds.
    """
    import pyspark  # only there with .[spark]

    home = Path(pyspark.__file__).parent
    environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST}
    log = folder / "logs" / f"{name}.log"
    with log.open("w") as lines:
        # The project's folder, for the paths of the demo store are relative to it.
        process = subprocess.Popen(
            [str(home / "bin" / call[0]), *call[1:]],
            cwd=project_folder(),
            env=environment,
            stdout=lines,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    pid_file(folder).write_text(json.dumps({**running(folder), name: process.pid}), "utf-8")

    def is_ready() -> bool:
        if process.poll() is not None:
            raise BadInput(f"{name} ended at once: see {log}")
        return listens_on is None or is_listening(listens_on)

    wait_until(is_ready, f"{name} does not listen on port {listens_on}: see {log}")


def cluster_folder() -> Path:
    """Return the folder with all that the cluster writes."""
    return project_folder() / WAREHOUSE.with_name("spark_cluster")


def pid_file(folder: Path) -> Path:
    """Return the file that has the process ids of the cluster, by name."""
    return folder / "processes.json"


def running(folder: Path) -> dict[str, int]:
    """Return the processes of the cluster that have not ended, by name."""
    if not pid_file(folder).is_file():
        return {}
    pids = json.loads(pid_file(folder).read_text("utf-8"))
    return {name: pid for name, pid in pids.items() if is_spark(pid)}


def is_spark(pid: int) -> bool:
    """Return whether a process is one of Spark's: ids are given out again."""
    try:
        return b"pyspark" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def is_listening(port: int) -> bool:
    """Return whether something listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_until(is_so: Callable[[], bool], complaint: str) -> None:
    """Wait until a condition holds.

    Raises:
        BadInput: it does not within PATIENCE seconds.
    """
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise BadInput(complaint)
        time.sleep(0.2)


if __name__ == "__main__":
    main()
