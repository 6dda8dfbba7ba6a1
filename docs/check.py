"""Checks a copy of a Ticketvault archive, or an unpacked part of an export, with nothing but Python 3.8 or later.

    python3 check.py FOLDER --key FINGERPRINT [--head SHA256] [--now TIME]

FOLDER has archive/ and ledger/ in it, or data/. FINGERPRINT is the SHA-256 of the ledger's public key in DER; give each
key that you trust, and have it from elsewhere: whoever forges a folder puts a key of his own into it. SHA256 is that of
a ledger entry that was noted down before. TIME (UTC, as 2026-03-04T05:06:07) is when the copy was made, now by default:
what was made in the day before may not be published or sealed yet. Each finding is a line: path, code, what is wrong.
Nothing is written, started, or asked of a network. Exit codes: 0 no finding; 3 findings; 4 no finding, but no key was
given, or something could not be checked; 2 wrong arguments.
"""
import argparse, base64, contextlib, hashlib, json, os, re, sys
from datetime import datetime, timedelta, timezone

NUMBER, DIGEST = "[1-9][0-9]{0,15}", "[0-9a-f]{64}"
FOLDERS = {"versions": "archive", "holds": "holds", "acceptances": "acceptances", "census": "census",
           "production": "productions", "checkpoints": "checkpoints"}  # of the files that entries of each kind name
FIELDS = "schema org sequence previous time kind sealed inconsistent newKeyId revokedKeyId revokedFrom keyId tool"
ROOT_FILES = {"0=ocfl_1.1": "251c899fa79a7c8fd0337531a939b1080bf23d93b347d7a0318e74c352cb43fb",
    "ocfl_layout.json": "fda8ccad11a94389bb0782ee3db28710468fe81f8a439d3b2a3a116d0156aeae",
    "extensions/0006-flat-omit-prefix-storage-layout/config.json":
        "a91b4a81e63c523c8b9465452e4869edec034d0894f43835e727c3a0362f23c6"}  # of a storage root
TAGS = ["VERIFY.md", "bag-info.txt", "bagit.txt", "check.py", "manifest-sha256.txt"]
NOT_CHECKED = """Not checked: whether LeadSquared told the truth; silences between entries; what entries call
inconsistent; what records and a vault's checkpoints say; Object Lock and S3's older versions; zips; time stamps;
what was made for an export: transcripts, e-mails, texts, tables, counts in provenance.json."""
WRONG = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)  # raised by forged files
findings, unchecked, done = [], [], {"tickets": 0, "files": 0, "ledger entries": 0}

def say(path, code, message, into=findings):
    into.append(path)
    print("".join(c if c.isprintable() else "\\u{%x}" % ord(c) for c in f"{path}  {code}  {message}"))
def hash_of(raw):
    return hashlib.sha256(raw).digest()
def sha256(raw):
    return hash_of(raw).hex()
def is_young(made):
    return (options.now - timedelta(days=1)).isoformat() < made[:19] <= (options.now + timedelta(minutes=5)).isoformat()

class Files:
    """The files below a folder by their paths in it. Links, pipes and empty folders are named, and not followed."""
    def __init__(self, top, only=None):
        self.paths, self.digests = {}, {}
        self.look([entry for entry in os.scandir(top) if only is None or entry.name in only], "")
    def look(self, entries, folder):
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                self.paths[folder + entry.name] = entry.path
            elif entry.is_dir(follow_symlinks=False) and os.listdir(entry.path):
                self.look(os.scandir(entry.path), f"{folder}{entry.name}/")
            else:
                say(folder + entry.name, "extra", "this is neither a file nor a folder with something in it")
    def below(self, folder):
        return sorted(path for path in self.paths if path.startswith(folder))
    def read(self, path):  # a small file whole; nothing where it is missing
        with open(self.paths.get(path, os.devnull), "rb") as file:
            return file.read(2**28)
    def sha256(self, path):
        if path in self.paths and path not in self.digests:
            digest = hashlib.sha256()
            with open(self.paths[path], "rb") as file:
                for chunk in iter(lambda: file.read(2**20), b""):
                    digest.update(chunk)
            self.digests[path] = digest.hexdigest()
        return self.digests.get(path)
    def compare(self, there, listed, who):  # all files that are there with a full list; with no digest that is None
        done["files"] += len(there)
        for path in sorted(set(listed) ^ set(there)):
            say(path, "missing" if path in listed else "extra", f"{who} says which files are here")
        for path in sorted(each for each in {*listed} & {*there} if listed[each] not in (None, self.sha256(each))):
            say(path, "altered", f"the file does not have the SHA-256 that {who} states")

# Signatures: ECDSA on the curve P-256 with SHA-256 (FIPS 186-5), some 20 ms each.
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BASE = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)
KEY_DER = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")  # of each key; x and y follow

def added(a, b):
    """The sum of two points of the curve; None is the point at infinity."""
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope**2 - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P

def is_signature(raw, signature, key):
    """Whether the signature, in DER, is one of these bytes by the key, which is a point."""
    size = signature[3] if len(signature) > 8 else 0
    first, second = signature[4:4 + size], signature[6 + size:]
    r, s = int.from_bytes(first, "big"), int.from_bytes(second, "big")
    exact = bytes([0x30, len(first + second) + 4 & 255, 2, size]) + first + bytes([2, len(second) & 255]) + second
    if signature != exact or not (0 < r < ORDER and 0 < s < ORDER):
        return False
    u, v = int(sha256(raw), 16) * pow(s, -1, ORDER) % ORDER, r * pow(s, -1, ORDER) % ORDER
    total, choice = None, (None, BASE, key, added(BASE, key))
    for bit in range(255, -1, -1):  # u times the base point plus v times the key
        total = added(added(total, total), choice[(u >> bit & 1) + 2 * (v >> bit & 1)])
    return total is not None and total[0] % ORDER == r

def read_key(raw, key_id):
    """The point in a key's file; None for any file that is not exactly the key of this name."""
    lines = rb"-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/]{64})\n([A-Za-z0-9+/]{58}==)\n-----END PUBLIC KEY-----\n"
    text = re.fullmatch(lines, raw)
    der = base64.b64decode(text[1] + text[2]) if text else b""
    is_one = sha256(der) == key_id and der[:27] == KEY_DER
    return (int.from_bytes(der[27:59], "big"), int.from_bytes(der[59:], "big")) if is_one else None

class Ledger:
    """The entries of a folder, in order. `seals` has what those say that count: by key, entries and digests."""
    def __init__(self, files, folder, org, is_whole):
        self.files, self.folder, self.org, self.entries, self.keys, self.seals = files, folder, org, {}, {}, {}
        self.trusted, self.retired, self.revoked, self.is_whole = set(options.key), {}, {}, is_whole
        names = [path[len(folder):] for path in files.below(folder)]
        last, time, due = None, "", 1
        for name in sorted({name[:17] for name in names if re.fullmatch("[0-9]{12}\\.json(\\.sig)?", name)}):
            path, sequence = folder + name, int(name[:12])
            entry = self.entry(path, sequence)
            if is_whole and sequence != due:
                say(f"{folder}{due:012}.json", "gap", f"entries are missing before {name}")
            elif is_whole and entry and (entry["previous"] != last or entry["time"] < time):
                say(path, "broken-chain", "the entry does not follow the one before as it stands here, or is earlier")
            last, time, due = files.sha256(path), entry["time"] if entry else time, sequence + 1
            done["ledger entries"] += 1
            if entry and self.counts(path, entry):
                self.entries[path] = entry
        for name in sorted(set(names) - {f"keys/{each}.pem" for each in self.keys}):
            if not re.fullmatch("[0-9]{12}\\.json(\\.sig|\\.[a-z0-9.-]{1,100}\\.tsr)?", name):
                say(folder + name, "extra", "this does not belong in a ledger, or is a key that no entry names")
        for path, entry in self.entries.items():
            for each in entry["sealed"] if not self.refusal(entry) else []:
                self.seals.setdefault(each["key"], {})[path] = each["sha256"]
    def entry(self, path, sequence):
        """The entry at a path. Only the exact bytes that a sealer writes are one: it can be read in one way only."""
        with contextlib.suppress(*WRONG):
            entry = json.loads(self.files.read(path))
            place, sealed = f"{FOLDERS.get(entry['kind'])}/{self.org}/", entry["sealed"]
            if ((json.dumps(entry, indent=2, ensure_ascii=False) + "\n").encode() == self.files.read(path)
                and list(entry) == FIELDS.split() and entry["schema"] == "urn:ticketvault:ledger-entry:1"
                and (entry["org"], entry["sequence"]) == (self.org, sequence) and re.fullmatch(DIGEST, entry["keyId"])
                and entry["kind"] in [*FOLDERS, "heartbeat", "key", "revoke"] and entry["time"] > ""
                and all(list(each) == ["key", "sha256"] and each["key"].startswith(place) for each in sealed)):
                return entry
        return say(path, "altered", "this is not the entry of its number in its exact form, or is of a newer program")
    def refusal(self, entry):  # why it does not count, by what entries say of its key
        if entry["sequence"] >= self.revoked.get(entry["keyId"], 10**12):
            return "revoked-key"
        return "retired-key" if entry["sequence"] > self.retired.get(entry["keyId"], 10**12) else None
    def counts(self, path, entry):
        """Whether a key that may sign did sign the entry. What it says of keys holds from here on."""
        by, new, revoked = entry["keyId"], entry["newKeyId"], entry["revokedKeyId"]
        for key_id in {by, new, revoked} - {None, *self.keys}:
            self.keys[key_id] = read_key(self.files.read(f"{self.folder}keys/{key_id}.pem"), key_id)
            self.keys[key_id] or say(f"{self.folder}keys/{key_id}.pem", "altered", "this is not the key of its name")
        if not self.keys[by] or not is_signature(self.files.read(path), self.files.read(path + ".sig"), self.keys[by]):
            return say(path + ".sig", "bad-signature", "this is no signature of the entry by the key that it names")
        if by not in (self.trusted or {by}) or self.refusal(entry):
            code = self.refusal(entry) or "unknown-key"
            return (self.is_whole or entry["sealed"]) and say(path, code, f"the key that signed, {by}, is not trusted")
        if new:
            self.trusted.add(new)
            self.retired.update({by: entry["sequence"], new: 10**12})
        if revoked:
            self.revoked[revoked] = min(entry["revokedFrom"], self.revoked.get(revoked, 10**12))
        return True

def check_object(files, path, org, ticket, made):
    """A ticket's OCFL object: all of its files, and no other. Adds its versions, and whether each is young."""
    done["tickets"] += 1
    try:
        root = json.loads(files.read(path + "inventory.json") or '{"manifest": {}, "versions": {}}')
        versions = [f"v{index + 1}" for index in range(len(root["versions"]))]
        claim = files.read(f"{path}v{len(versions) + 1}/inventory.json")
        if claim and is_young(list(json.loads(claim)["versions"].values())[-1]["created"]):
            return say(path, "unfinished", "a version is being published: the ticket was not checked", unchecked)
        listed = {path + name: digest for digest, names in root["manifest"].items() for name in names}
        listed.update({path + "0=ocfl_object_1.1": sha256(b"ocfl_object_1.1\n"), path + "inventory.json": None})
        until, state = {}, {}
        for version in versions:
            own, state[version] = f"{path}{version}/inventory.json", root["versions"][version]
            until.update({each: of for each, of in root["manifest"].items() if of[0].startswith(version + "/")})
            expected = {"id": f"urn:leadsquared:{org}:ticket:{ticket}", "type": "https://ocfl.io/1.1/spec/#inventory",
                        "digestAlgorithm": "sha256", "head": version, "manifest": until, "versions": state}
            if json.loads(files.read(own)) != expected or set(state[version]["state"]) - set(until):
                say(own, "altered", "the inventory contradicts its place, or the root's")
            sidecar = sha256(f"{files.sha256(own)} inventory.json\n".encode())
            for name in (own, path + "inventory.json"):  # at last the root's, which are copies of the head's
                listed.update({name: files.sha256(own), name + ".sha256": sidecar})
            made[f"archive/{org}/{ticket}/{version}/inventory.json"] = is_young(state[version]["created"])
        files.compare(files.below(path), listed, "the root inventory")
    except WRONG:
        say(path + "inventory.json", "altered", "this, or an inventory below it, is not one of a ticket")

def check_tickets(files, root, org):
    """A storage root: its own files, and tickets. Gives all versions, and whether each is young, by ledger key."""
    made, first = {}, {path: path[len(root):].split("/")[0] for path in files.below(root)}
    tickets = {name for path, name in first.items() if re.fullmatch(NUMBER, name) and path != root + name}
    own = [path for path, name in first.items() if name not in tickets]
    files.compare(own, {root + name: digest for name, digest in ROOT_FILES.items()}, "Ticketvault")
    for ticket in sorted(tickets):
        check_object(files, f"{root}{ticket}/", org, ticket, made)
    return made

def check_seals(files, seals, made, path_of=str):
    """All that was made is sealed as it is, and all that is sealed is there."""
    for key, young in sorted(made.items()):
        if key not in seals:
            say(path_of(key), "unsealed", "no entry that counts names this", unchecked if young else findings)
        elif set(seals[key].values()) != {files.sha256(path_of(key))}:
            say(path_of(key), "altered", "the ledger seals other bytes than these")
    for key in sorted(set(seals) - set(made)):
        if path_of(key).rsplit("/", 2)[0] + "/" not in unchecked:
            say(path_of(key), "rolled-back", "the ledger seals this, and it is gone, or no inventory names it")

def check_vault(top):
    files = Files(top, [*FOLDERS.values(), "ledger"])
    names = {path: path.split("/", 2) for path in files.paths}
    strays = [path for path, parts in names.items() if len(parts) < 3 or not re.fullmatch(NUMBER, parts[1])]
    files.compare(strays, {}, "Ticketvault")
    for org in sorted({parts[1] for path, parts in names.items() if path not in strays}):
        ledger = Ledger(files, f"ledger/{org}/", int(org), True)
        made = check_tickets(files, f"archive/{org}/", int(org))
        for path in [path for path, of in names.items() if of[1] == org and of[0] not in ("archive", "ledger")
                     and (of[0] != "checkpoints" or path in ledger.seals)]:
            at = re.search('(/|"at": ")(.{4})-?(..)-?(..)T(..):?(..):?(..)', path + files.read(path).decode("latin-1"))
            made[path] = is_young("{}-{}-{}T{}:{}:{}".format(*at.groups()[1:])) if at else False
        check_seals(files, ledger.seals, made)
        if options.head and options.head not in map(files.sha256, files.below(f"ledger/{org}/")):
            say(f"ledger/{org}", "gap", "no entry has the SHA-256 that was noted down")

def check_proofs(files, said, org, seals):
    """Each ticket's version stood in a checkpoint that an entry seals: its audit path (RFC 6962) leads to the root."""
    shown, leaf, at, place = set(), "", b"", "data/checkpoint/"
    if said["checkpoint"]:
        path = "data/" + said["checkpoint"]["path"]
        files.compare(files.below(place), {path: said["checkpoint"]["sha256"], place + "proofs.txt": None}, "the part")
        if files.sha256(path) not in seals.get(f"checkpoints/{org}/{path[len(place):]}", {}).values():
            say(path, "unsealed", "no entry that counts names this checkpoint")
        for line in files.read(place + "proofs.txt").decode().split("\n")[:-1]:
            step, _, value = line.partition(" ")
            if step == "root":
                shown.update([leaf] if at.hex() == value == json.loads(files.read(path))["root"] else [])
            elif step in ("left", "right", "list"):  # the hash beside this one, or a list's root becomes a leaf
                beside = bytes.fromhex(value)
                at = hash_of({"left": b"\1" + beside + at, "right": b"\1" + at + beside, "list": b"\0" + at}[step])
            else:
                leaf, at = line, hash_of(b"\0" + line.encode())
    for each in said["tickets"]:
        own = f"{each['ticketId']}/{each['version']}/inventory.json"
        if (f"{files.sha256('data/tickets/' + own)}  archive/{org}/{own}" in shown) == (
                each["ticketId"] in said["notYetInCheckpoint"]):
            say("data/tickets/" + own, "altered", "no audit path leads from this to the checkpoint, or it is not said")

def check_bag(top):
    files = Files(top)
    tags, payload = ({line[66:]: line[:64] for line in files.read(name).decode().split("\n")[:-1]}
                     for name in ("tagmanifest-sha256.txt", "manifest-sha256.txt"))
    tags = {**{name: tags.get(name, "") for name in TAGS}, "tagmanifest-sha256.txt": None}
    files.compare([path for path in files.paths if not path.startswith("data/")], tags, "the tag manifest")
    files.compare(files.below("data/"), payload, "the manifest")
    said = json.loads(files.read("data/provenance.json"))
    org, tickets = said["source"]["orgId"], {str(each["ticketId"]): each for each in said["tickets"]}
    ledger = Ledger(files, "data/ledger/", org, False)
    made = check_tickets(files, "data/tickets/", org)
    seals = {key: each for key, each in ledger.seals.items() if key[:8] == "archive/" and key.split("/")[2] in tickets}
    check_seals(files, seals, made, lambda key: "data/tickets/" + key.split("/", 2)[2])
    told = {(ticket, seal["version"]): seal["entry"] for ticket, each in tickets.items() for seal in each["sealed"]}
    found = {tuple(key.split("/")[2:4]): {path[5:] for path in each} for key, each in seals.items()}
    if (any(entry not in found.get(name, {None}) for name, entry in told.items()) or set(found) - set(told)
            or any(files.sha256(f"data/tickets/{ticket}/inventory.json") != each["inventory"]["sha256"]
                   for ticket, each in tickets.items())
            or {key.split("/")[2] for key in made} != set(tickets) or len(tickets) != len(said["tickets"])):
        say("data/provenance.json", "altered", "what it says of tickets and their entries is not what is in the bag")
    check_proofs(files, said, org, ledger.seals)
    entries = {*said["keyEntries"], *told.values(), (said["checkpoint"] or {}).get("entry")} - {None}
    named = {path + end for path in entries for end in ("", ".sig")}
    for path in {path[5:] for path in files.below("data/ledger/0")} ^ named:
        say("data/" + path, "missing" if path in named else "extra", "provenance.json names the ledger's files")
    for each in [each for each in said["leftOut"] if each["reason"] in ("sealed-but-missing", "not-as-sealed")]:
        say("data/provenance.json", each["reason"], f"ticket {each['ticketId']} was left out")

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder")
parser.add_argument("--key", action="append", default=[], metavar="FINGERPRINT")
parser.add_argument("--head", metavar="SHA256")
parser.add_argument("--now", type=datetime.fromisoformat, default=datetime.now(timezone.utc).replace(tzinfo=None))
options = parser.parse_args()
os.path.isdir(options.folder) or parser.error(f"{options.folder} is no folder")
sys.stdout.reconfigure(errors="backslashreplace")
try:
    check_bag(options.folder) if os.path.isdir(os.path.join(options.folder, "data")) else check_vault(options.folder)
except WRONG as error:
    say(options.folder, "altered", f"a manifest, or provenance.json, is not what Ticketvault writes there: {error!r}")
print(NOT_CHECKED)
options.key or print("NO KEY WAS GIVEN: the signatures show only that the folder agrees with itself.")
print(*(f"{count} {what}," for what, count in done.items()), f"{len(findings)} findings, {len(unchecked)} not checked")
sys.exit(3 if findings else 4 if unchecked or not options.key else 0)
