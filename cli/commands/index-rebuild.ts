/** `ticketvault index rebuild`: makes the index of tickets anew from a vault. */
import { rebuildIndex } from "../../shared/sync/rebuild-index.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting, openIndex } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { startProgress } from "../progress.ts";
import { storeSettings } from "../store-settings.ts";
import { counted } from "../text.ts";
import { openStore } from "../wiring.ts";

export async function rebuildIndexCommand({
  settings,
  terminal,
  log,
  signal,
  json,
}: Context): Promise<ExitCode> {
  const [place, orgId] = await together([storeSettings(settings), orgSetting(settings)]);
  const { store } = await openStore(place, log);
  using index = await openIndex(await indexSetting(settings, place, orgId));
  let progress: ReturnType<typeof startProgress> | undefined;
  const onProgress = (done: number, total: number): void => {
    progress ??= startProgress("tickets", total);
    progress.update(done, "");
  };
  const rebuilding = rebuildIndex({ store, orgId, index, now: Date.now, log, signal, onProgress });
  const { tickets, unreadable, next } = await rebuilding.finally(() => progress?.stop());
  if (json) terminal.json({ index: index.location, tickets, unreadable, next: next ?? null });
  else terminal.print(`${counted(tickets, "ticket")} of ${store.location} in ${index.location}`);
  if (unreadable.length > 0) {
    terminal.note(
      `Left out, as their archives cannot be read: ${unreadable.join(", ")}. \`ticketvault verify\` says why.`,
    );
  }
  if (next !== undefined) terminal.note(`Interrupted before ticket ${next}: run the command again.`);
  if (next !== undefined) return EXIT.failed;
  return unreadable.length > 0 ? EXIT.incomplete : EXIT.complete;
}
