"""Reads the load files of an unpacked export with Python's csv alone: every path exists, every digest and size fits."""
import csv, hashlib, os, sys

csv.field_size_limit(10 ** 9)
with open("loadfile.dat", encoding="utf-8-sig", newline="") as file:
    dat = list(csv.DictReader(file, delimiter="\x14", quotechar="\u00fe", strict=True))
with open("loadfile.csv", encoding="utf-8-sig", newline="") as file:
    table = list(csv.DictReader(file, strict=True))

assert [row["DOCID"] for row in dat] == [row["DOCID"] for row in table], "DAT and CSV differ"
ids = [row["DOCID"] for row in dat]
assert len(set(ids)) == len(ids), "a control number stands twice"
for row in dat:
    assert None not in row and None not in row.values(), "a row has more or fewer fields"
    assert row["BEGATTACH"] <= row["DOCID"] <= row["ENDATTACH"], "out of its family"
    assert row["PARENT_DOCID"] in ("", *ids), "no such parent"
    for field in ("ITEMPATH", "TEXTPATH"):
        path = row[field].replace("\\", "/")
        assert path == "" or os.path.isfile(path), path
    if row["ITEMPATH"]:
        with open(row["ITEMPATH"].replace("\\", "/"), "rb") as native:
            data = native.read()
        assert len(data) == int(row["FILESIZE"]), "size"
        assert hashlib.md5(data).hexdigest() == row["MD5HASH"], "MD5"
        assert hashlib.sha256(data).hexdigest() == row["SHA256HASH"], "SHA-256"
print(len(dat), "documents")
