/** Brings the index of words level with the vault for a command. */
import type { SearchIndex } from "../shared/catalogue/search-index.ts";
import { type Updated, updateSearch } from "../shared/catalogue/update-search.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import type { Context } from "./context.ts";
import { startProgress } from "./progress.ts";
import { counted } from "./text.ts";

interface Updating {
  readonly store: ObjectStore;
  readonly orgId: number;
  readonly index: SearchIndex;
}

/** Notes what could not be read, and where it was interrupted. @throws as `updateSearch` */
export async function updateWords(context: Context, { store, orgId, index }: Updating): Promise<Updated> {
  const { terminal, log, signal } = context;
  let progress: ReturnType<typeof startProgress> | undefined;
  const onProgress = (done: number, total: number): void => {
    progress ??= startProgress("tickets", total);
    progress.update(done, "");
  };
  const updating = updateSearch({ store, orgId, index, log, signal, onProgress });
  const updated = await updating.finally(() => progress?.stop());
  const { unreadable, next } = updated;
  if (unreadable.length > 0) {
    const which = unreadable.join(", ");
    terminal.note(`Left out, as their archives cannot be read: ${which}. \`ticketvault verify\` says why.`);
  }
  if (next !== undefined) terminal.note(`Interrupted before ticket ${next}: run the command again.`);
  return updated;
}

export function updateInWords({ updated, unchanged, removed }: Updated, { location }: SearchIndex): string {
  const gone = removed > 0 ? `, ${removed} taken out, as they are not in the vault` : "";
  return `${counted(updated, "ticket")} put into ${location}, ${unchanged} in it already${gone}`;
}
