/** The vault that other people's programs are asked about, and what is in it by a reader of the tests' own. */
import { join } from "node:path";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { ticketPlace } from "../../shared/archive/place.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { harness } from "../archive/harness.ts";
import { wholeObject } from "../archive/whole.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { SIZE } from "./told.ts";

/** Names of attachments that no file system, shell or parser likes. */
const HOSTILE_NAMES = [
  ...[
    "../../etc/passwd",
    "..",
    "/",
    "a\r\nb: c",
    "nul\0.pdf",
    "C:\\x.bat",
    "AUX",
    "con.txt ",
    ".hidden",
    " ",
  ],
  ...[
    "exe\u202Efdp.txt",
    "\u2066\u200B.txt",
    "e\u0301.txt",
    "\u00e9.txt",
    "शिकायत 1.pdf",
    "見積書.xlsx",
    "😀.png",
  ],
  ...[
    "%2e%2e%2f",
    "a:b|c*d?e<f>g",
    "\"quoted\" 'name'",
    "$(id) `id`",
    "-rf",
    "inventory.json",
    "=?UTF-8?B?w6k=?=",
  ],
  ...["\ud83d.txt", "þ®.csv", `${"long ".repeat(60)}.pdf`, "漢".repeat(120)],
];

/** Texts of messages that are hard on mail programs. */
const HOSTILE_TEXTS = [
  "From here\n.\r\n=3D lone \r and ü, 漢字, 😀, trailing \n\n",
  `${"long ".repeat(2_000)}\n--_NmP-143\n\nSubject: forged\n\n`,
  "\u0000\u0007\u202E\uFEFF\u2028",
];

/** Versions of the ticket that has many. */
export const MANY_VERSIONS = 100 * SIZE;
/** Generated tickets beside the special ones. */
const TICKETS = 5 * SIZE;
const HOSTILE = 143;
const INCOMPLETE = 1000;
const MANY = 7;

export interface VaultOfAll extends AsyncDisposable {
  readonly folder: TempFolder;
  readonly vault: string;
  readonly store: ObjectStore;
  /** The storage root. */
  readonly root: string;
  readonly tickets: readonly number[];
  /** Each file of each version as `sha256 id version path`. */
  readonly files: readonly string[];
  readonly versions: number;
}

/** Hostile names, a ticket with so many versions, an attachment that is gone, and a ledger that seals all of it. */
export async function vaultOfAll(many: number): Promise<VaultOfAll> {
  const folder = await tempFolder();
  const vault = join(folder.path, "vault");
  const store = directoryStore(vault);
  const sandbox = await startSandbox({ tickets: TICKETS, limit: { calls: 1_000_000 } });
  const [message] = sandbox.ticket(HOSTILE)?.ConversationList ?? [];
  for (const [index, name] of HOSTILE_NAMES.entries()) {
    sandbox.change(HOSTILE, { kind: "add-file", message: message?.Id ?? "", name, bytes: 10 * index });
  }
  for (const text of HOSTILE_TEXTS) {
    sandbox.change(HOSTILE, { kind: "add", text, set: { Html: `<p>${text}</p>` } });
  }
  sandbox.fault({ on: "attachment", kind: "status", status: 404, ticketId: INCOMPLETE });
  await using flow = harness(sandbox, store);
  for (const ticketId of sandbox.ticketIds) await flow.archive(ticketId);
  const last = sandbox.ticket(HOSTILE)?.ConversationList.at(-1)?.Id ?? "";
  sandbox.change(HOSTILE, { kind: "edit", message: last, set: { Text: "Edited." } });
  sandbox.change(HOSTILE, { kind: "add", text: "One more." });
  await flow.archive(HOSTILE);
  for (let version = 1; version <= many; version += 1) {
    await archiveGenerated(store, { ticketId: MANY, attachments: [10, 20], text: 50, note: String(version) });
  }
  const signer = localSigner(join(folder.path, "key.pem"));
  const now = () => new Date();
  const ledger = new Ledger({ orgId: ORG, store, signer, log: silentLogger, now, tool: "tests" });
  await sealVault({ orgId: ORG, store, ledger, now, signal: new AbortController().signal });
  await sandbox.close();

  const tickets = [...sandbox.ticketIds, MANY];
  const files: string[] = [];
  let versions = 0;
  for (const ticketId of tickets) {
    const { object, id } = ticketPlace(store, ORG, ticketId);
    const whole = await wholeObject(store, object);
    for (const version of Object.keys(whole?.inventory.versions ?? {})) {
      versions += 1;
      for (const [path, bytes] of whole?.version(version) ?? []) {
        files.push(`${sha256Hex(bytes)} ${id} ${version} ${path}`);
      }
    }
  }
  return {
    folder,
    vault,
    store,
    root: join(vault, "archive", String(ORG)),
    tickets,
    files: files.toSorted(),
    versions,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
