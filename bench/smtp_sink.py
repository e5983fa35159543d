"""A throw-away SMTP server on loopback: accepts every mail, keeps none, and writes how many it took to a file.

python smtp_sink.py PORT COUNT_FILE
"""

import asyncio
import signal
import sys

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self, path):
        self.path, self.count = path, 0
        self._write()

    def _write(self):
        with open(self.path, "w") as f:
            f.write(f"{self.count}\n")

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        self._write()
        return "250 OK"


async def main():
    controller = Controller(Sink(sys.argv[2]), hostname="127.0.0.1", port=int(sys.argv[1]))
    controller.start()
    stop = asyncio.Event()
    for s in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(s, stop.set)
    await stop.wait()
    controller.stop()


asyncio.run(main())
