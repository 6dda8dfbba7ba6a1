/** What an archive does not have of what a message shows: files that could not be had, other hosts' content, Content-IDs. */
import type { Attachment, Problem } from "./document.ts";
import { attachmentFinder } from "./pictures.ts";
import { problem } from "./problem.ts";
import type { DraftContent } from "./read-conversation.ts";

/**
 * All are notices: nothing of it was announced as a file that can be had.
 * @param attachments those of the message, files that it shows among them
 */
export function shownProblems(
  { files, filesLeftOut, remote, cids }: DraftContent,
  attachments: readonly Attachment[],
  key: string,
): Problem[] {
  const held = new Set(attachments.map(({ sourceUrl }) => sourceUrl));
  const lacking = files.filter(({ described }) => !held.has(described.sourceUrl)).length;
  const find = attachmentFinder(attachments);
  const unresolved = cids.filter((cid) => find(cid) === undefined).length;
  const notices: readonly (readonly [code: string, count: number, detail: (things: string) => string])[] = [
    [
      "file-not-announced",
      lacking,
      (files) => `${files} at LeadSquared's hosts, shown or linked without a URL that could be fetched`,
    ],
    [
      "files-left-out",
      filesLeftOut,
      (files) => `${files} more at LeadSquared's hosts than are taken of one message`,
    ],
    ["remote-content", remote, (files) => `${files} of other hosts, which are not archived`],
    ["cid-unresolved", unresolved, (files) => `${files} by a Content-ID that no attachment fits`],
  ];
  return notices.flatMap(([code, count, detail]) =>
    count === 0 ? [] : [problem(code, "notice", detail(`${count} ${count === 1 ? "file" : "files"}`), key)],
  );
}
