/** Reads the `Prefer` header (RFC 7240) for how long the caller would wait for the result. */

/** A token, a quoted string or a separator, with the space around it. */
const PIECE = /[ \t]*(?:([!#$%&'*+.^_`|~\w-]+|"(?:[^"\\]|\\.)*")|([=;,]))[ \t]*/y;

/**
 * The seconds of `wait=N`; undefined when there is no such preference, none that can be read, or N is 0. Of several
 * only the first counts. A preference is no order: what cannot be read is passed over, not refused.
 * @param header all the `Prefer` fields of the request, joined by commas as API Gateway does
 */
export function waitPreference(header = ""): number | undefined {
  for (const [name, equals, value, next = ";"] of preferences(pieces(header))) {
    if (name?.toLowerCase() !== "wait") continue;
    if (equals !== "=" || next !== ";") return undefined;
    const digits = /^"?(\d{1,9})"?$/.exec(value ?? "")?.[1];
    return Number(digits ?? 0) || undefined;
  }
  return undefined;
}

/** None at all when something is no part of the grammar. */
function pieces(header: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < header.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at;
    const piece = PIECE.exec(header);
    if (piece === null) return [];
    found.push(piece[1] ?? piece[2] ?? "");
  }
  return found;
}

function preferences(all: readonly string[]): string[][] {
  const groups: string[][] = [[]];
  for (const piece of all) {
    if (piece === ",") groups.push([]);
    else groups.at(-1)?.push(piece);
  }
  return groups;
}
