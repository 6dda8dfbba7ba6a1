"""Runs check.py on one folder after another in one process: each line of the input is its arguments, as JSON.

The answers are lines of JSON. A signature that was checked before is not computed again, as that takes most of the time;
all else runs afresh each time, from the script's own text.
"""
import contextlib, io, json, sys

path = sys.argv[1]
with open(path, encoding="utf-8") as file:
    text = file.read()
program = compile(text.replace("def is_signature(", "@remembered\ndef is_signature(", 1), path, "exec")
answers = {}

def remembered(function):
    def answer(*given):
        if given not in answers:
            answers[given] = function(*given)
        return answers[given]
    return answer

for line in sys.stdin:
    sys.argv[1:] = json.loads(line)
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            exec(program, {"__name__": "__main__", "__doc__": "", "remembered": remembered})
        except SystemExit as ended:
            code = ended.code
    output.seek(0)
    print(json.dumps({"code": code, "output": output.read()}), flush=True)
