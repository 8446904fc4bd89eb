"""Runs a command and writes its CPU seconds, wall seconds and peak memory (MiB) as JSON: the accounting of the operating system."""
import json
import resource
import subprocess
import sys
import time

report, command = sys.argv[1], sys.argv[2:]
start = time.monotonic()
status = subprocess.run(command).returncode
wall = time.monotonic() - start
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(report, 'w') as file:
    json.dump({'cpu': usage.ru_utime + usage.ru_stime, 'wall': wall, 'peak': usage.ru_maxrss / 1024}, file)
sys.exit(status)
