"""Reads e-mail files with Python's own parser and prints what it finds in them as JSON, one line a file."""
import base64, email, json, sys
from email import policy

for path in sys.argv[1:]:
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=policy.default)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    inside = {id(part) for part in (text, html)}
    print(json.dumps({
        "defects": [
            type(defect).__name__
            for part in message.walk()
            for defect in [*part.defects, *(defect for header in part.values() for defect in getattr(header, "defects", ()))]
        ],
        "headers": [[name, str(value)] for name, value in message.items()],
        "date": message["date"] and message["date"].datetime.isoformat(),
        "text": text and text.get_content(),
        "html": html and html.get_content(),
        "parts": [part.get_content_type() for part in message.walk()],
        "attachments": [
            {
                "name": part.get_filename(),
                "type": part.get_content_type(),
                "disposition": part.get_content_disposition(),
                "cid": part["content-id"],
                "content": base64.b64encode(part.get_payload(decode=True)).decode(),
            }
            for part in message.walk()
            if not part.is_multipart() and id(part) not in inside
        ],
    }))
