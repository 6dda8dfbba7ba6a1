"""Reads a zip from a file, and writes each entry's SHA-256 and name."""
import hashlib
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    for info in archive.infolist():
        digest = hashlib.sha256()
        with archive.open(info) as entry:
            while chunk := entry.read(1 << 16):
                digest.update(chunk)
        sys.stdout.buffer.write(f"{digest.hexdigest()}  {info.filename}\n".encode())
