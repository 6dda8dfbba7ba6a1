/** Makes a part of an export again from the archived files that are in it, and says which of its files differ. */
import { createHash } from "node:crypto";
import { StoreError, TicketvaultError } from "../../errors.ts";
import { Bag } from "../../export/bag.ts";
import { partName } from "../../export/keys.ts";
import { STORAGE_ROOT } from "../../export/object-files.ts";
import { fillBag } from "../../export/pack-part.ts";
import type { ExportPlan, PlannedPart } from "../../export/plan.ts";
import { RowsFile } from "../../export/rows.ts";
import type { AddEntry } from "../../export/zip.ts";
import { type Finding, finding } from "../../findings.ts";
import { LEDGER_FOLDER, ledgerKey, storageRootKey } from "../../keys.ts";
import { BAG_CHECKPOINT } from "../../ledger/checkpoint-keys.ts";
import { joinPath, type Tree } from "../../ocfl/tree.ts";
import { RENDERER } from "../../render/renderer.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { hashStream } from "./manifest.ts";

/** What a part was planned to be. */
export interface PlannedBag {
  readonly plan: ExportPlan;
  readonly part: PlannedPart;
}

export interface MadeAgain {
  readonly findings: readonly Finding[];
  /** SHA-256 of the part's rows. */
  readonly rows: string;
}

/** SHA-256 of the files of a bag that are as its manifests say, by their paths in it, and of which files more is told. */
export interface FoundFiles {
  readonly sound: ReadonlyMap<string, string>;
  readonly told: ReadonlySet<string>;
}

/**
 * An export follows from its plan and the archived files: what was made of them is compared byte by byte.
 * @returns undefined when it could not be made: by another renderer, or as something of the archived files is wrong, which
 *   other checks tell
 * @throws the signal's reason
 */
export async function checkMade(
  tree: Tree,
  top: string,
  { plan, part }: PlannedBag,
  { sound, told }: FoundFiles,
  signal?: AbortSignal,
): Promise<MadeAgain | undefined> {
  if (plan.renderer !== RENDERER) return undefined;
  try {
    const { files, rows } = await madeOf(bagArchive(tree, top, plan.orgId), plan, part, signal);
    const findings: Finding[] = [];
    for (const path of new Set([...files.keys(), ...[...sound.keys()].filter(isMade)])) {
      if (told.has(joinPath(top, path)) || files.get(path) === sound.get(path)) continue;
      const code = files.has(path) ? (sound.has(path) ? "altered" : "missing") : "extra";
      const message =
        "the plan and the archived files, of which this program made it again, come to something else";
      findings.push(finding(code, joinPath(top, path), message));
    }
    return { findings, rows };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TicketvaultError) return undefined;
    throw error;
  }
}

/** SHA-256 of what a part is made to have: by their paths in the bag the files that were made for it, and the rows. */
async function madeOf(
  archive: ObjectStore,
  plan: ExportPlan,
  part: PlannedPart,
  signal: AbortSignal | undefined,
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly rows: string }> {
  const name = partName(plan, part.number);
  const files = new Map<string, string>();
  const add: AddEntry = async (path, body) => {
    const hash = createHash("sha256");
    if (body instanceof Uint8Array) hash.update(body);
    else for await (const chunk of body) hash.update(chunk);
    const inBag = path.slice(name.length + 1);
    if (isMade(inBag)) files.set(inBag, hash.digest("hex"));
  };
  const rows = new RowsFile();
  const bag = new Bag(add, name, plan.request.formats.includes("loadfile"));
  const fill = async (): Promise<void> => {
    await fillBag({ bag, name, rows }, { archive }, plan, part, signal === undefined ? {} : { signal });
    await rows.end();
  };
  const filled = fill().catch((error: Error) => {
    rows.fail(error);
    throw error;
  });
  const [sha256] = await Promise.all([hashStream(rows.body), filled]);
  return { files, rows: sha256 };
}

/** What was made for the export; the manifests, which follow from the files, have a check of their own. */
function isMade(path: string): boolean {
  const isArchived = [STORAGE_ROOT, LEDGER_FOLDER, BAG_CHECKPOINT].some((each) =>
    path.startsWith(`data/${each}/`),
  );
  return !isArchived && !path.endsWith("manifest-sha256.txt");
}

/** A bag's archived files as the archive that they were packed from. */
function bagArchive(tree: Tree, top: string, orgId: number): ObjectStore {
  const folders = [
    [`${storageRootKey(orgId)}/`, `data/${STORAGE_ROOT}/`],
    [`${ledgerKey(orgId)}/`, `data/${LEDGER_FOLDER}/`],
  ] as const;
  const at = (key: string): string => {
    const [from, to] = folders.find(([folder]) => key.startsWith(folder)) ?? ["", ""];
    return joinPath(top, to + key.slice(from.length));
  };
  const readOnly = (): StoreError =>
    new StoreError(
      "read-only",
      "A part of an export is opened by the names of its files, and never written to.",
    );
  const nothing = (): Promise<never> => Promise.reject(readOnly());
  const archive: ObjectStore = {
    location: top,
    read: async (key) => {
      const bytes = await tree.read(at(key));
      return bytes && { bytes, tag: "", held: false };
    },
    open: async (key) => {
      const body = await tree.open(at(key));
      return body && { size: 0, body };
    },
    ...{ stage: nothing, listStaged: nothing, create: nothing, replace: nothing, publish: nothing },
    ...{ stat: nothing, children: nothing, unknownServer: nothing },
    list: (): never => {
      throw readOnly();
    },
    underHold: () => archive,
  };
  return archive;
}
