"""python -m payments.simulator --port 8420 --state FILE --webhook URL --secret whsec_…"""

import argparse
import signal
import sys
import threading

from payments.simulator import server
from payments.simulator.app import create_app


def main() -> None:
    """Serves until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="payments.simulator", description="A stand-in for Stripe.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8420)
    parser.add_argument("--state", help="SQLite file that outlives the process")
    parser.add_argument("--public-url", help="where browsers reach it")
    parser.add_argument("--webhook", help="URL that gets the events")
    parser.add_argument("--secret", help="what signs them: whsec_…")
    wanted = parser.parse_args()
    app = create_app(
        state_path=wanted.state,
        public_url=wanted.public_url or f"http://localhost:{wanted.port}",
        webhook_url=wanted.webhook,
        webhook_secret=wanted.secret,
    )
    serving = server.make(app, host=wanted.host, port=wanted.port)
    for signum in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signum, lambda *_: threading.Thread(target=serving.shutdown).start())
    sys.stdout.write(f"Stripe simulator on http://{wanted.host}:{serving.server_port} (no money moves)\n")
    sys.stdout.flush()
    serving.serve_forever()
    serving.server_close()
    app.close()


if __name__ == "__main__":
    main()
