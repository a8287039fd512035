"""Serves ministack over TLS on a random port until standard input closes; prints the port as one line.

MINISTACK_SSL_CERT and MINISTACK_SSL_KEY name the certificate. ministack's own command would choose no port of its own
and open 443 besides.
"""

import asyncio
import json
import os
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0))
port = listener.getsockname()[1]

# ministack reads its port when it is imported, and writes it into the URLs that it gives out.
os.environ["GATEWAY_PORT"] = str(port)
from hypercorn.asyncio import serve  # noqa: E402
from hypercorn.config import Config  # noqa: E402
from ministack.app import app  # noqa: E402
from ministack.core import iam_actions  # noqa: E402

known_context = iam_actions.request_tag_context


def request_context(service, iam_action, body, params):
    """Adds the condition key that ministack 1.5.33 does not know, and so would refuse every call for."""
    context = known_context(service, iam_action, body, params)
    if iam_action == "cloudwatch:PutMetricData":
        context["cloudwatch:namespace"] = json.loads(body)["Namespace"]
    return context


iam_actions.request_tag_context = request_context

config = Config()
config.bind = [f"fd://{listener.fileno()}"]
config.certfile = os.environ["MINISTACK_SSL_CERT"]
config.keyfile = os.environ["MINISTACK_SSL_KEY"]
config.keep_alive_timeout = 75
config.graceful_timeout = 1
config.loglevel = "WARNING"


async def parent_gone():
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


print(port, flush=True)
asyncio.run(serve(app, config, shutdown_trigger=parent_gone))
