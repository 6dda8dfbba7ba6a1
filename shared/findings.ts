/** What the OCFL validator found: findings by the specification's codes, collected in bounded memory. */

/** Codes are those of `validation-codes.md` of OCFL 1.0 and 1.1: `E…` breaks a MUST, `W…` a SHOULD. */
export interface Finding {
  readonly code: string;
  readonly severity: "error" | "warning";
  /** Where: the path in the tree, made safe for a terminal. */
  readonly path: string;
  /** What is wrong there, safe for a terminal. */
  readonly message: string;
}

/** Beyond this many of one code the rest is only counted, so that a hostile object cannot fill the memory. */
const KEPT_PER_CODE = 1000;
const SHOWN_CHARACTERS = 200;
/** A path is shown whole where any medium could really hold it. */
const SHOWN_PATH_CHARACTERS = 4096;
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text from outside for a person's eyes: no control, format or direction characters, and cut when very long. */
export function printable(text: string, limit: number = SHOWN_CHARACTERS): string {
  const shown = text.length > limit ? text.slice(0, limit) : text;
  const safe = shown.replace(UNSAFE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
  return shown.length < text.length ? `${safe}… (${text.length} characters)` : safe;
}

/** Collects the findings of one object or storage root. */
export class Report {
  readonly #kept = new Map<string, Finding>();
  readonly #counts = new Map<string, number>();

  /** Records one thing that is wrong, under every code of the tables that names it. */
  add(codes: string | readonly string[], path: string, message: string): void {
    for (const code of typeof codes === "string" ? [codes] : codes) {
      this.#keep({
        code,
        severity: code.startsWith("W") ? "warning" : "error",
        path: printable(path, SHOWN_PATH_CHARACTERS),
        message,
      });
    }
  }

  /** The warnings so far, for `absorb`. */
  warnings(): ReadonlySet<string> {
    const all = [...this.#kept.values()].filter((finding) => finding.severity === "warning");
    return new Set(all.map(warningKey));
  }

  /** Takes over the findings about an earlier inventory, without the warnings already `known` of the current one. */
  absorb(earlier: Report, known: ReadonlySet<string>): void {
    for (const finding of earlier.#kept.values()) {
      if (finding.severity === "error" || !known.has(warningKey(finding))) this.#keep(finding);
    }
    for (const [code, count] of earlier.#counts) {
      const onlyCounted = Math.max(0, count - KEPT_PER_CODE);
      this.#counts.set(code, (this.#counts.get(code) ?? 0) + onlyCounted);
    }
  }

  /** All findings, ordered by path, code and message. */
  findings(): Finding[] {
    const all = [...this.#kept.values()];
    for (const [code, count] of this.#counts) {
      if (count <= KEPT_PER_CODE) continue;
      const severity = code.startsWith("W") ? "warning" : "error";
      all.push({ code, severity, path: "", message: `${count - KEPT_PER_CODE} more findings of this code` });
    }
    return all.sort((a, b) => order(a.path, b.path) || order(a.code, b.code) || order(a.message, b.message));
  }

  #keep(finding: Finding): void {
    const key = `${finding.code}\n${finding.path}\n${finding.message}`;
    if (this.#kept.has(key)) return;
    const count = (this.#counts.get(finding.code) ?? 0) + 1;
    this.#counts.set(finding.code, count);
    if (count <= KEPT_PER_CODE) this.#kept.set(key, finding);
  }
}

function warningKey(finding: Finding): string {
  return `${finding.code}\n${finding.message}`;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
