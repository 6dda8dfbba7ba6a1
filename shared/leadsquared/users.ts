/** Asks LeadSquared's CRM for the account's users. The keys stand in the URL, as documented: it is in no log and no error. */
import type { Dispatcher } from "undici";
import * as z from "zod";
import { LeadSquaredError } from "../errors.ts";
import type { Person } from "../people.ts";
import { JsonError, readJson } from "../read-json.ts";
import type { Credentials } from "./account.ts";
import { usersEndpoint } from "./endpoint.ts";
import { exchange } from "./exchange.ts";
import { refusal } from "./refusals.ts";

/** Some 200 bytes a user. */
const MOST_BYTES = 32 * 1024 * 1024;
const DEADLINE_MS = 60_000;

const text = z.string().nullish();
const userList = z.array(
  z.looseObject({ ID: z.string().min(1), FirstName: text, LastName: text, EmailAddress: text }),
);

export interface UsersQuestion {
  /** Origin, and prefix if any, of the account's CRM API: another host than that of the Service CRM. */
  readonly crmUrl: string;
  readonly keys: Credentials;
  readonly dispatcher: Dispatcher;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Everybody who is or was a user of the account, inactive ones too.
 * @throws UsageError for a URL that cannot be used; LeadSquaredError as of an exchange and its refusals, `malformed-json`,
 *   `unexpected-response`
 */
export async function fetchUsers({ crmUrl, keys, dispatcher, signal }: UsersQuestion): Promise<Person[]> {
  const endpoint = usersEndpoint(crmUrl, keys);
  const { status, raw } = await exchange({
    dispatcher,
    endpoint,
    headers: { accept: "application/json", "accept-encoding": "identity" },
    maxBytes: MOST_BYTES,
    deadlineMs: DEADLINE_MS,
    onSent: () => {},
    onAnswer: () => {},
    signal,
  });
  if (status !== 200) throw refusal(endpoint, status);
  const users = userList.safeParse(await parsed(raw));
  if (!users.success) {
    const message = `LeadSquared at ${endpoint.origin} answered 200, but not with a list of users. Check that the URL is that of the account's CRM API.`;
    throw new LeadSquaredError("unexpected-response", message);
  }
  return users.data.map(({ ID, FirstName, LastName, EmailAddress }) => ({
    id: ID,
    name: [FirstName, LastName].filter((part) => part).join(" "),
    address: EmailAddress || null,
  }));
}

async function parsed(raw: Uint8Array): Promise<unknown> {
  try {
    return (await readJson(raw)).value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new LeadSquaredError(
      "malformed-json",
      "LeadSquared answered with a list of users that is not valid JSON.",
    );
  }
}
