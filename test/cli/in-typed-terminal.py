"""Runs a program in a terminal of its own, and types each answer once what it waits for is shown.

Arguments: the terminal's columns, a JSON list of [awaited, typed], the program and its arguments.
"""
import fcntl
import json
import os
import pty
import struct
import sys
import termios

columns, answers, program = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(program[0], program)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

shown, seen = b"", 0
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:  # how Linux says that the program has closed its terminal
        break
    if not data:
        break
    shown += data
    while answers and answers[0][0].encode() in shown[seen:]:
        awaited, typed = answers.pop(0)
        seen = shown.index(awaited.encode(), seen) + len(awaited.encode())
        os.write(terminal, typed.encode())

sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
