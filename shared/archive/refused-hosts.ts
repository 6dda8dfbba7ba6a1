/** Notices that attachments' URLs are refused, ticket after ticket: a setting is wrong, and every other would be too. */
import { refusalInWords } from "../leadsquared/url-guard.ts";
import type { Receipt } from "./receipt.ts";

/** So many tickets one after the other that lack attachments whose URLs are refused. */
const PATIENCE = 20;

/** To be told of every ticket that was archived; says why it is no use to go on, once that is so. */
export function watchHosts(): (receipt: Receipt) => string | undefined {
  let inARow = 0;
  return (receipt) => {
    if (!("problems" in receipt)) return undefined;
    const { problems, attachments } = receipt;
    const [refused] = problems.flatMap(({ detail }) => refusalInWords(detail) ?? []);
    // A ticket without attachments says nothing of their hosts.
    if (attachments.stored > 0) inARow = 0;
    if (refused === undefined || attachments.stored > 0) return undefined;
    inARow += 1;
    if (inARow < PATIENCE) return undefined;
    return `${PATIENCE} tickets in a row lack attachments for the same reason. ${refused}`;
  };
}
