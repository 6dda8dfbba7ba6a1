"""Checks zipped bags by RFC 8493 with nothing but Python's own zipfile and hashlib: written from the text, not from ours."""
import hashlib
import re
import sys
import zipfile


def manifest(bag, name):
    lines = bag.read(name).decode("utf-8").splitlines()
    pairs = [re.fullmatch(r"([0-9a-f]{64})\s+\*?(\S.*)", line).groups() for line in lines]
    assert len({path for _, path in pairs}) == len(pairs), "a path is listed twice"
    return {path: digest for digest, path in pairs}


def check(path):
    bag = zipfile.ZipFile(path)
    assert bag.testzip() is None, "a CRC is wrong"
    names = bag.namelist()
    assert len(set(names)) == len(names), "a name occurs twice"
    [top] = {name.split("/")[0] for name in names}
    declaration = bag.read(f"{top}/bagit.txt")
    assert declaration == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "no bagit.txt"
    payload = manifest(bag, f"{top}/manifest-sha256.txt")
    tags = manifest(bag, f"{top}/tagmanifest-sha256.txt")
    listed = {f"{top}/{name}" for name in [*payload, *tags, "tagmanifest-sha256.txt"]}
    assert listed == set(names), "the manifests and the files differ"
    assert all(name.startswith("data/") for name in payload), "payload beside data/"
    for name, digest in {**payload, **tags}.items():
        assert hashlib.sha256(bag.read(f"{top}/{name}")).hexdigest() == digest, name
    info = bag.read(f"{top}/bag-info.txt").decode("utf-8")
    fields = dict(line.split(": ", 1) for line in info.splitlines())
    octets = sum(bag.getinfo(f"{top}/{name}").file_size for name in payload)
    assert fields["Payload-Oxum"] == f"{octets}.{len(payload)}", "Payload-Oxum"
    assert re.fullmatch(r"\d+ of \d+", fields["Bag-Count"]), "Bag-Count"


for each in sys.argv[1:]:
    check(each)
    print("valid")
