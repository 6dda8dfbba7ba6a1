/** Reads the arguments that name a ticket and its versions. */
import { VERSION } from "../shared/archive/read-published.ts";
import { UsageError } from "../shared/errors.ts";
import { parseTicketId } from "../shared/ticket/ids.ts";

/** @throws UsageError */
export async function ticketArgument(text: string): Promise<number> {
  return parseTicketId(text);
}

/**
 * A version as people write it.
 * @param name of the option or argument, such as `--version`
 * @throws UsageError
 */
export async function versionArgument(text: string | undefined, name: string): Promise<string | undefined> {
  if (text === undefined || VERSION.test(text)) return text;
  throw new UsageError(`${name} ${JSON.stringify(text)}: give a version as v1, v2, …`);
}
