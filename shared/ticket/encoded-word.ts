/** Reads file names that mail programs wrote as encoded words, `=?UTF-8?B?UmVjaG51bmcucGRm?=` (RFC 2047). */

/** Characters of an answer's field that are looked at: names are short. */
const LONGEST = 2_000;

const WORD = /=\?([A-Za-z0-9_-]{1,40})(?:\*[A-Za-z0-9-]{1,20})?\?([BbQq])\?([^?\s]{0,1000})\?=/g;

/** The text with its encoded words decoded; as it is where it has none, or one in a character set that is not known. */
export function decodedWords(text: string): string {
  if (text.length > LONGEST || !text.includes("=?")) return text;
  // White space between two encoded words belongs to neither.
  const joined = text.replace(/(\?=)\s+(?==\?[A-Za-z0-9_-]{1,40}(?:\*[A-Za-z0-9-]{1,20})?\?[BbQq]\?)/g, "$1");
  return runsOfWords(joined)
    .map((run) => (typeof run === "string" ? run : decodedRun(run)))
    .join("");
}

interface Run {
  readonly charset: string;
  readonly bytes: Buffer;
  readonly written: string;
}

/** Neighbouring words of one character set are one run: programs cut them within a character. */
function runsOfWords(text: string): (string | Run)[] {
  const runs: (string | Run)[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const [written, charset = "", encoding = "", data = ""] = match;
    if (match.index > end) runs.push(text.slice(end, match.index));
    end = match.index + written.length;
    const bytes = bytesOf(encoding, data);
    const last = runs.at(-1);
    if (typeof last === "object" && last.charset === charset.toLowerCase())
      runs.splice(-1, 1, {
        ...last,
        bytes: Buffer.concat([last.bytes, bytes]),
        written: last.written + written,
      });
    else runs.push({ charset: charset.toLowerCase(), bytes, written });
  }
  return [...runs, text.slice(end)];
}

function bytesOf(encoding: string, data: string): Buffer {
  if (encoding.toUpperCase() === "B") return Buffer.from(data, "base64");
  const plain = data
    .replaceAll("_", " ")
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, "latin1");
}

function decodedRun({ charset, bytes, written }: Run): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return written;
  }
}
