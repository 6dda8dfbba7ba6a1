/** `ticketvault browse`: a window for readers, on this machine and for one browser, until Ctrl-C. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { UsageError } from "../../shared/errors.ts";
import { questionSetting } from "../ask-vault.ts";
import { browseApp } from "../browse/app.ts";
import { linkFile } from "../browse/link-file.ts";
import { openFile } from "../browse/open-file.ts";
import { newSession } from "../browse/session.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { peopleSetting } from "../people-file.ts";
import { aboutAnswer } from "../search-about.ts";
import { openExistingSearch, openSearch, zoneSetting } from "../search-settings.ts";
import { storeSettings } from "../store-settings.ts";
import { updateInWords, updateWords } from "../update-words.ts";
import { openStore } from "../wiring.ts";

export interface BrowseFlags {
  readonly update?: boolean;
  readonly port?: string;
  /** False with `--no-browser`. */
  readonly browser: boolean;
}

/** Nobody else's machine is answered. */
const ADDRESS = "127.0.0.1";

export async function browseCommand(
  context: Context,
  question: string,
  flags: BrowseFlags,
): Promise<ExitCode> {
  const { settings, terminal, log, signal } = context;
  const [place, orgId, zone, port, people] = await together([
    storeSettings(settings),
    orgSetting(settings),
    zoneSetting(settings),
    portOf(flags),
    peopleSetting(settings),
  ]);
  if (question !== "") await questionSetting(question, settings);
  const indexPlace = await indexSetting(settings, place, orgId);
  const opened = await openStore(place, log);
  using index = flags.update ? openSearch(indexPlace.words) : await openExistingSearch(indexPlace.words);
  if (flags.update) {
    const updated = await updateWords(context, { store: opened.store, orgId, index });
    terminal.note(updateInWords(updated, index));
    if (updated.next !== undefined) return EXIT.failed;
  }
  const session = newSession();
  let host = "";
  const about = async (): Promise<string> => (await aboutAnswer(index, indexPlace)).text(zone);
  const app = browseApp({ orgId, opened, index, people, zone, session, host: () => host, about, log });
  const server = createAdaptorServer({ fetch: app.fetch });
  server.listen(port, ADDRESS);
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new UsageError(`--port ${port} is taken: give another, or none.`, { cause });
  }
  host = `${ADDRESS}:${(server.address() as AddressInfo).port}`;
  const query = question === "" ? "" : `?q=${encodeURIComponent(question)}`;
  await using link = await linkFile(`http://${host}/open/${session.token}${query}`);
  const isOpened = flags.browser && (await openFile(link.path));
  terminal.note(
    isOpened
      ? `Reading window at http://${host}, for the browser that was opened alone.`
      : `Reading window at http://${host}, for the first browser alone that opens ${link.path}`,
  );
  terminal.note("Ctrl-C ends it.");
  if (context.json) terminal.json({ address: `http://${host}`, link: link.path });
  if (!signal.aborted) await once(signal, "abort");
  server.close();
  if ("closeAllConnections" in server) server.closeAllConnections();
  return EXIT.complete;
}

async function portOf({ port }: BrowseFlags): Promise<number> {
  if (port === undefined) return 0;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number > 0 && number < 65_536) return number;
  throw new UsageError(`--port ${JSON.stringify(port.slice(0, 20))}: give a number from 1 to 65535.`);
}
