/** Reads and closes the section of CHANGELOG.md that the next release is made of. */

const OPEN = "## Unreleased";

export interface ClosedChangelog {
  /** The whole file, with an empty open section above the closed one. */
  readonly changelog: string;
  /** What the closed section says, without its heading. */
  readonly section: string;
}

/**
 * Gives the open section the version's heading.
 * @param date as 2026-11-28
 * @throws an error when there is no open section, or nothing in it
 */
export function closeChangelog(text: string, version: string, date: string): ClosedChangelog {
  const start = text.indexOf(`${OPEN}\n`);
  const after = start + OPEN.length;
  const next = text.indexOf("\n## ", after);
  const section = text.slice(after, next === -1 ? undefined : next).trim();
  if (start === -1 || section === "") throw new Error(`CHANGELOG.md has nothing under "${OPEN}" to release.`);
  const heading = `${OPEN}\n\n## ${version} - ${date}`;
  return { changelog: text.slice(0, start) + heading + text.slice(after), section };
}
