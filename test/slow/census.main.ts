/** Takes a census of the index at a path and of a vault that has a folder for two of three numbers. */
import { censusFiles } from "../../shared/census/keep-census.ts";
import { takeCensus } from "../../shared/census/take-census.ts";
import { storageRootKey } from "../../shared/keys.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { overriding } from "../store/overriding.ts";

const [path = "", numbers = "0"] = process.argv.slice(2);
const orgId = 22824;
const folders = Array.from({ length: Number(numbers) }, (_, n) => n + 1)
  .filter((ticketId) => ticketId % 3 !== 0)
  .map((ticketId) => `${storageRootKey(orgId)}/${ticketId}`);
using index = sqliteIndex(path);
const store = overriding(directoryStore("/nowhere"), { children: async () => ({ files: [], folders }) });
const began = performance.now();
const census = await takeCensus({
  ...{ orgId, store, index, now: () => new Date(), tool: "ticketvault", requestedBy: "tests" },
  signal: new AbortController().signal,
});
const { record, page } = censusFiles(census);
const { archived, empty, incomplete } = census.numbers;
process.stdout.write(
  JSON.stringify({
    seconds: (performance.now() - began) / 1000,
    numbers: { archived: archived.count, empty: empty.count, incomplete: incomplete.count },
    bytes: record.length,
    pageBytes: page.length,
  }),
);
