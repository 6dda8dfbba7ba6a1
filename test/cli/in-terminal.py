"""Runs a program in a terminal of its own: once it says "ready" presses Ctrl-C, once it answers sends SIGTERM."""
import os
import pty
import signal
import sys

pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])

shown = ""
awaited = [("ready", lambda: os.write(terminal, b"\x03")), ("interrupts 1", lambda: os.kill(pid, signal.SIGTERM))]
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:  # how Linux says that the program has closed its terminal
        break
    if not data:
        break
    shown += data.decode()
    if awaited and awaited[0][0] in shown:
        awaited.pop(0)[1]()

sys.stdout.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
