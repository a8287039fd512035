"""Serves moto on a random port until standard input closes.

Prints one line of JSON, {"port": N}. Each line read is a command, answered by one line:
an ISO 8601 time moves the clock of the server there. The clock goes on ticking.
Started with a time as its only argument, the clock starts there; otherwise it is real.
"""

import json
import logging
import sys

from freezegun import freeze_time

logging.getLogger("werkzeug").setLevel(logging.ERROR)
clock = freeze_time(sys.argv[1], tick=True).start() if len(sys.argv) > 1 else None

from moto.server import ThreadedMotoServer  # noqa: E402  (imported late: the clock must stand first)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(json.dumps({"port": server.get_host_and_port()[1]}), flush=True)

for line in sys.stdin:
    try:
        if clock is None:
            raise ValueError("the server was started on the real clock")
        clock.move_to(line.strip())
        print("{}", flush=True)
    except ValueError as error:
        print(json.dumps({"error": str(error)}), flush=True)
server.stop()
