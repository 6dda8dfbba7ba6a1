/** `ticketvault census`: states of every number whether it is archived, and keeps that in the vault; or shows the latest one. */
import manifest from "../../package.json" with { type: "json" };
import { type CensusFiles, censusFiles, keepCensus, latestCensus } from "../../shared/census/keep-census.ts";
import { takeCensus } from "../../shared/census/take-census.ts";
import type { Census } from "../../shared/census-record.ts";
import { StoreError, UsageError } from "../../shared/errors.ts";
import { CENSUS_WORDS, inWords, openNumbers } from "../../shared/render/census-page.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { userName } from "../account-settings.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting, openExistingIndex } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { isInStore, type StoreSettings, storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, safeLine, utc } from "../text.ts";
import { openStore } from "../wiring.ts";
import { writeWhole } from "../write-whole.ts";

export interface CensusFlags {
  readonly latest?: boolean;
  /** File to write the page to. */
  readonly out?: string;
  readonly requestedBy?: string;
}

export async function censusCommand(context: Context, flags: CensusFlags): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  const [place, orgId] = await together([storeSettings(settings), orgSetting(settings)]);
  const { out } = flags;
  if (out !== undefined && isInStore(out, place)) {
    throw new UsageError(`--out ${JSON.stringify(out)} lies inside the vault: give a place outside.`);
  }
  const { store } = await openStore(place, context.log);
  const { latest = false } = flags;
  const files = latest ? await latestOf(store, orgId) : await taken(context, { flags, place, orgId, store });
  const { census, key, page } = files;
  if (out !== undefined) await writeWhole(out, [page], "--out");
  if (!latest) await keepCensus(store, files);
  if (json) terminal.json({ key, page: out ?? null, ...census });
  else {
    show(terminal, census);
    terminal.note(`${latest ? "Of" : "Kept as"} ${store.location}/${key}`);
    if (out !== undefined) terminal.note(`${out}: the same as a page. Open it in a browser.`);
  }
  return openNumbers(census) === 0 ? EXIT.complete : EXIT.incomplete;
}

interface Taking {
  readonly flags: CensusFlags;
  readonly place: StoreSettings;
  readonly orgId: number;
  readonly store: ObjectStore;
}

async function taken(
  { settings, signal }: Context,
  { flags, place, orgId, store }: Taking,
): Promise<CensusFiles> {
  using index = await openExistingIndex(await indexSetting(settings, place, orgId));
  const census = await takeCensus({
    orgId,
    store,
    index,
    now: () => new Date(),
    tool: `ticketvault ${manifest.version}`,
    requestedBy: flags.requestedBy ?? userName(settings.env),
    signal,
  });
  return censusFiles(census);
}

async function latestOf(store: ObjectStore, orgId: number): Promise<CensusFiles> {
  const found = await latestCensus(store, orgId);
  if (found !== undefined) return found;
  const message = `${store.location} has no census of account ${orgId}: \`ticketvault census\` takes one.`;
  throw new StoreError("no-census", message);
}

/** Ranges shown of a class; the record and the page list more. */
const SHOWN = 100;

function show(terminal: Terminal, census: Census): void {
  const { at, due, failing, answers, index, vault, ledger } = census;
  terminal.print(`${inWords(census)}\n`);
  const rows = CENSUS_WORDS.map(([of, words]) => {
    const { count: n, ranges } = census.numbers[of];
    const more = ranges.length > SHOWN ? `, and ${count(ranges.length - SHOWN)} more` : "";
    return [words, count(n), `${ranges.slice(0, SHOWN).join(", ")}${more}`];
  });
  terminal.print(table(terminal, ["class", "numbers", "which"], rows));
  const time = (iso: string | null): string => (iso === null ? "" : utc(iso));
  const facts = [
    `As of ${time(at)} UTC`,
    due.count === 0
      ? "Due again: none"
      : `Due again: ${counted(due.count, "number")}, the first since ${time(due.since)}`,
    failing.count === 0
      ? "Last try failed: none"
      : `Last try failed: ${counted(failing.count, "number")}, the first since ${time(failing.since)}`,
    answers.oldest === null ? "Oldest answer: none is known" : `Oldest answer: ${time(answers.oldest)}`,
    `Index: ${safeLine(index.location)}, ${counted(index.entries, "number")}`,
    `Vault: ${safeLine(vault.location)}, ${counted(vault.tickets, "ticket folder")}`,
    ledger === null ? "Ledger: none" : `Ledger: entry ${ledger.sequence}, ${ledger.sha256}`,
  ];
  terminal.print(`\n${facts.join("\n")}`);
}
