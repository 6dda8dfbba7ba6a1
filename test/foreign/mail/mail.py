"""Reads e-mail files with Python's parser: a line a file, as Mail.java has it."""
import hashlib
import sys
from email import message_from_binary_file, policy


def sha256(part):
    return hashlib.sha256(part.get_payload(decode=True)).hexdigest()


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    defects = [defect for part in message.walk() for defect in part.defects]
    assert not defects, f"{path}: {defects}"
    parts = [part for part in message.walk() if not part.is_multipart()]
    texts = {part.get_content_type(): sha256(part) for part in parts if not part.get_content_disposition()}
    files = [f"{part.get_filename()}={sha256(part)}" for part in parts if part.get_content_disposition()]
    headers = [message[f"X-Ticketvault-{name}"] or "-" for name in ("Ticket", "Conversation", "Wording")]
    body = [texts.get("text/plain", "-"), texts.get("text/html", "-")]
    print("\t".join([*headers, message["Subject"], *body, *files]))
