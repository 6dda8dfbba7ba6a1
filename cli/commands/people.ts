/** `ticketvault people fetch`: asks LeadSquared who the account's users are, and writes their names into a file. */
import { fetchUsers } from "../../shared/leadsquared/users.ts";
import { httpAgent } from "../../shared/proxies.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { keySettings } from "../key-settings.ts";
import { writePeople } from "../people-file.ts";
import { proxies } from "../proxies.ts";
import { counted } from "../text.ts";
import { credentialsReader } from "../wiring.ts";

export interface FetchPeopleFlags {
  readonly crmUrl: string;
  readonly out: string;
}

export async function fetchPeopleCommand(context: Context, flags: FetchPeopleFlags): Promise<ExitCode> {
  const { settings, terminal, log, signal } = context;
  const credentials = await credentialsReader(await keySettings(settings), log);
  const keys = await credentials.read();
  const dispatcher = httpAgent(proxies(settings.env));
  const people = await fetchUsers({ crmUrl: flags.crmUrl, keys, dispatcher, signal }).finally(() =>
    dispatcher.destroy(),
  );
  const lookedUp = new Date().toISOString().slice(0, 10);
  await writePeople(flags.out, { lookedUp, people });
  if (context.json) terminal.json({ file: flags.out, lookedUp, people: people.length });
  else terminal.print(`${flags.out}: ${counted(people.length, "user")}, as looked up on ${lookedUp}`);
  return EXIT.complete;
}
