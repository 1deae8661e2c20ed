"""A gate between a service and one of its parts: what the network does to them, on command.

Everything passes while it is open. Each fault is a method; `open()` ends it. One thread a direction and connection: slow, and plain.
"""

import contextlib
import select
import socket
import struct
import threading
import time

UP, DOWN = "up", "down"  # towards the part, and back to the service


class Gate:
    def __init__(self, port, target):
        self.port, self.target = port, target  # where the service knocks, and where the part listens; ports on 127.0.0.1
        self.listener = socket.create_server(("127.0.0.1", port), reuse_port=False)
        self.lock = threading.Condition()
        self.pairs = set()
        self.refusing = False
        self.stalled = set()  # directions
        self.swallowing = set()
        self.pause = 0.0
        self.corrupting = 0
        self.passed = {UP: 0, DOWN: 0}
        self.closed = False
        threading.Thread(target=self.accept, daemon=True).start()

    # --- faults

    def open(self):
        with self.lock:
            self.refusing, self.pause, self.corrupting = False, 0.0, 0
            self.stalled, self.swallowing = set(), set()
            self.lock.notify_all()

    def cut(self):
        """Connections end, new ones are refused at once."""
        with self.lock:
            self.refusing = True
        self.drop()

    def stall(self, *directions):
        """Nothing moves and nobody is told: a cable pulled."""
        with self.lock:
            self.stalled = set(directions or (UP, DOWN))

    def swallow(self, *directions):
        """Half-open: what is sent that way is taken and never arrives."""
        with self.lock:
            self.swallowing = set(directions or (DOWN,))

    def slow(self, seconds):
        """That long for every read of the stream."""
        with self.lock:
            self.pause = seconds

    def corrupt(self, reads):
        """The next so many reads from the part are returned with their bytes turned over."""
        with self.lock:
            self.corrupting = reads

    def drop(self):
        """Connections end in order."""
        for pair in self.taken():
            pair.end()

    def reset(self):
        """Connections end with RST."""
        for pair in self.taken():
            pair.end(abruptly=True)

    def point_to(self, target):
        """From now on the part is another one."""
        self.target = target
        self.drop()

    def close(self):
        self.closed = True
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.open()
        self.drop()

    # --- what passes

    def taken(self):
        with self.lock:
            pairs, self.pairs = self.pairs, set()
        return pairs

    def accept(self):
        while not self.closed:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.refusing:
                client.close()
                continue
            try:
                part = socket.create_connection(("127.0.0.1", self.target), 5)
                part.settimeout(None)
            except OSError:
                client.close()
                continue
            for end in (client, part):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pair = Pair(client, part)
            with self.lock:
                self.pairs.add(pair)
            for source, target, direction in ((client, part, UP), (part, client, DOWN)):
                threading.Thread(target=self.carry, args=(pair, source, target, direction), daemon=True).start()

    def carry(self, pair, source, target, direction):
        with contextlib.suppress(OSError, ValueError):
            arrived = select.poll()
            arrived.register(source, select.POLLIN)
            while data := self.read(pair, source, arrived):
                data = self.through(pair, data, direction)
                if data:
                    target.sendall(data)
        pair.end()
        with self.lock:
            self.pairs.discard(pair)
        pair.leave()

    @staticmethod
    def read(pair, source, arrived):
        # Never for long in one call: a socket is not reset while somebody waits in it.
        while not pair.ended:
            if arrived.poll(50):
                return source.recv(65536)
        return b""

    def through(self, pair, data, direction):
        if self.pause:
            time.sleep(self.pause)
        with self.lock:
            while direction in self.stalled and not pair.ended:
                self.lock.wait(0.2)
            if direction in self.swallowing:
                return b""
            self.passed[direction] += len(data)
            if direction == DOWN and self.corrupting > 0:
                self.corrupting -= 1
                return bytes(byte ^ 0xFF for byte in data)
        return data


class Pair:
    def __init__(self, client, part):
        self.client, self.part, self.ended = client, part, False
        self.carriers, self.lock = 2, threading.Lock()

    def leave(self):
        """The last one who carried closes both ends."""
        with self.lock:
            self.carriers -= 1
            if self.carriers:
                return
        self.client.close()
        self.part.close()

    def end(self, abruptly=False):
        self.ended = True
        for side in (self.client, self.part):
            if abruptly:
                with contextlib.suppress(OSError):
                    side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with contextlib.suppress(OSError):
                if abruptly:
                    side.close()
                else:
                    side.shutdown(socket.SHUT_RDWR)
