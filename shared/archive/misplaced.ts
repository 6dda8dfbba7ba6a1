/** Tells a ticket's object that stands in another ticket's or account's folder: OCFL itself has no rule for that. */

/**
 * What is wrong with the place of an object, in words; undefined when nothing is, or the id is none of ours.
 * @param path the object's folder, as far as it is known: `archive/22824/143`, or just `143`
 */
export function misplacement(path: string, id: string): string | undefined {
  const [, orgId, ticketId] = /^urn:leadsquared:(\d+):ticket:(\d+)$/.exec(id) ?? [];
  if (orgId === undefined || ticketId === undefined || path === "") return undefined;
  const [folder, account] = path.split("/").toReversed();
  const foreign = account !== undefined && /^\d+$/.test(account) && account !== orgId;
  if (folder === ticketId && !foreign) return undefined;
  return `the object is ticket ${ticketId} of account ${orgId}: it does not belong here`;
}
