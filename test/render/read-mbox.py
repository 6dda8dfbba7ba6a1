"""Reads a mailbox with Python's own mailbox module and prints the messages in it as JSON."""
import hashlib, json, mailbox, sys
from email import message_from_bytes, policy

box = mailbox.mbox(sys.argv[1])
print(json.dumps([
    {
        "id": message["message-id"],
        "text": message.get_body(("plain",)).get_content(),
        "defects": [type(defect).__name__ for part in message.walk() for defect in part.defects],
        "attachments": [hashlib.sha256(part.get_payload(decode=True)).hexdigest() for part in message.iter_attachments()],
    }
    for message in (message_from_bytes(box.get_bytes(key), policy=policy.default) for key in box.keys())
]))
