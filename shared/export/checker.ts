/** `check.py`, which stands in every part: the checker in Python, of which `docs/check.py` is the source. */
import source from "../../docs/check.json" with { type: "json" };

/** The script, as bytes. */
export function checkerScript(): Uint8Array {
  return Buffer.from(source.lines.map((line) => `${line}\n`).join(""));
}
