/** What checks find: by a code, where, in words for people, and of which kind; collected in bounded memory. */
import { MADE_BY_NEWER } from "./newer-program.ts";

/**
 * What a finding means, whichever check made it. `missing`, `altered`, `extra`: a file that should be there is not, is not
 * what it was, or should not be there. `gap`: entries are missing, or none came when one was due. `broken-chain`: an entry
 * does not follow the one before. `bad-signature`: a signature is not of these bytes. `unknown-key`: signed by a key that
 * nobody trusted introduced. `retired-key`, `revoked-key`: signed by a key after it introduced its successor, or where an
 * entry says that it does not count. `unsealed`: a version that no valid entry names. `rolled-back`: an object that no longer
 * shows a sealed version; in a bag, one that the archive did not show. `hidden`: S3 keeps older versions of a file that is
 * written once, or a delete marker. `sealed-but-missing`: a sealed ticket that an export
 * could not have. `unfinished`: a version whose publication is not finished. `misplaced`: an object in another
 * one's folder. `another-program`: another program added a version. `newer`: of a newer Ticketvault, so that this one could not check it. `not-checked`: made by rules that
 * this program does not know. `inconsistent`: a record that contradicts
 * itself. `invalid`: against OCFL in another way, or a warning.
 */
export type Kind =
  | "missing"
  | "altered"
  | "extra"
  | "unsealed"
  | "unfinished"
  | "rolled-back"
  | "hidden"
  | "sealed-but-missing"
  | "gap"
  | "broken-chain"
  | "bad-signature"
  | "unknown-key"
  | "retired-key"
  | "revoked-key"
  | "misplaced"
  | "another-program"
  | "newer"
  | "not-checked"
  | "inconsistent"
  | "invalid";

/** The codes in words, which are kinds. OCFL's are those of `validation-codes.md` of 1.0 and 1.1: `E…` breaks a MUST, `W…` a SHOULD. */
export type FindingCode = Exclude<Kind, "invalid">;

export interface Finding {
  /** A `FindingCode`, or one of OCFL's. */
  readonly code: string;
  /** `unchecked` says that nothing can be said: neither that it is right nor that it is wrong. */
  readonly severity: "error" | "warning" | "unchecked";
  /** Where: the path in the tree, made safe for a terminal. */
  readonly path: string;
  /** What is wrong there, safe for a terminal. */
  readonly message: string;
  readonly kind: Kind;
}

/** A finding by a code in words. */
export function finding(
  code: FindingCode,
  path: string,
  message: string,
  severity: Finding["severity"] = "error",
): Finding {
  const safe = { path: printable(path, SHOWN_PATH_CHARACTERS), message: printable(message, 400) };
  return { code, severity, ...safe, kind: code };
}

/** What a newer program wrote: nothing is wrong with it that could be told. */
export function newerFinding(path: string): Finding {
  return finding("newer", path, `this ${MADE_BY_NEWER}`, "unchecked");
}

export function isUnchecked({ severity }: Finding): boolean {
  return severity === "unchecked";
}

export function isError({ severity }: Finding): boolean {
  return severity === "error";
}

/** What OCFL's codes mean, where the check that found it does not say otherwise; all others are `invalid`. */
const KIND_OF_OCFL: Readonly<Record<string, Kind>> = {
  E001: "extra",
  E003: "missing",
  E007: "altered",
  E010: "missing",
  E015: "extra",
  E016: "missing",
  E023: "extra",
  E046: "missing",
  E058: "missing",
  E060: "altered",
  E061: "altered",
  E063: "missing",
  E064: "altered",
  E069: "missing",
  E072: "extra",
  E080: "altered",
  E090: "extra",
  E092: "altered",
  E093: "altered",
};

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

/** Collects what the OCFL validator finds in one object or storage root. */
export class Report {
  readonly #kept = new Map<string, Finding>();
  readonly #counts = new Map<string, number>();

  /**
   * Records one thing that is wrong, under every code of OCFL's tables that names it.
   * @param kind for codes that stand for several kinds
   */
  add(codes: string | readonly string[], path: string, message: string, kind?: Kind): void {
    for (const code of typeof codes === "string" ? [codes] : codes) {
      this.#keep(ocflFinding(code, printable(path, SHOWN_PATH_CHARACTERS), message, kind));
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
      all.push(ocflFinding(code, "", `${count - KEPT_PER_CODE} more findings of this code`));
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

function ocflFinding(code: string, path: string, message: string, kind?: Kind): Finding {
  const severity = code.startsWith("W") ? "warning" : "error";
  return { code, severity, path, message, kind: kind ?? KIND_OF_OCFL[code] ?? "invalid" };
}

function warningKey(finding: Finding): string {
  return `${finding.code}\n${finding.message}`;
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
