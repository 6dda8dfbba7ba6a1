/** Looks at the place of the archive: rights, and what of the things that evidence rests on is honoured there. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ARCHIVE_FOLDER } from "../../shared/keys.ts";
import { systemCode } from "../../shared/store/disk.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { tryConditions } from "../../shared/store/try-conditions.ts";
import type { Context } from "../context.ts";
import { type StoreSettings, storeSettings } from "../store-settings.ts";
import { counted } from "../text.ts";
import { openStore, type StoreProbe } from "../wiring.ts";
import { type Finding, finding, ok } from "./check.ts";

/** Of the scratch file beside what is staged: everybody writes it with these bytes. */
const SCRATCH = "scratch";
const BYTES = Buffer.from("ticketvault doctor\n");

export async function storeFindings({ settings, log }: Context): Promise<Finding[]> {
  let place: StoreSettings | undefined;
  const read = await finding("store", async () => {
    place = await storeSettings(settings);
    const { store } = await openStore(place, log);
    const { folders } = await store.children(ARCHIVE_FOLDER);
    return ok(`${store.location} can be read, and has ${counted(folders.length, "account")}`);
  });
  if (place === undefined || read.state !== "ok") return [read];
  const { probe, store, checkStaging } = await openStore(place, log);
  if (place.kind === "folder")
    return [read, await finding("writing", () => writable(resolve(store.location)))];
  return [read, ...(await bucketFindings(store, probe, checkStaging))];
}

/** The folder, or the nearest one above in which it would be made. */
async function writable(folder: string): Promise<Omit<Finding, "name">> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return ok("this user may write there");
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" && dirname(folder) !== folder) return writable(dirname(folder));
    return {
      state: "failed",
      found: `${folder}: ${code}`,
      todo: "check the folder's owner and permissions, or choose another",
    };
  }
}

async function bucketFindings(
  store: ObjectStore,
  probe: StoreProbe | undefined,
  checkStaging: () => Promise<void>,
): Promise<Finding[]> {
  if (probe === undefined) return [];
  const { scratch, facts } = probe;
  const staging = await finding("staging", async () => {
    await checkStaging();
    await scratch.create(SCRATCH, BYTES);
    return ok(`${scratch.location}/${SCRATCH} can be written, and is not locked`);
  });
  const honoured =
    staging.state === "ok"
      ? [
          await finding("conditions", () => conditionsFound(store, scratch)),
          await finding("checksums", () => checksumsFound(scratch)),
        ]
      : [];
  const kept = await finding("versions and lock", async () => {
    const { versions, lock } = await facts();
    if (versions && lock !== undefined) return ok(`versions are kept, and locked: ${lock}`);
    return {
      state: "warning" as const,
      found: `${versions ? "versions are kept" : "no versions are kept"}, ${lock === undefined ? "and nothing is locked by itself" : `locked: ${lock}`}`,
      todo: "archive into a bucket with versions and Object Lock, as the stack makes it: without them, whoever may delete there can delete evidence",
    };
  });
  return [staging, ...honoured, kept];
}

async function conditionsFound(store: ObjectStore, scratch: ObjectStore): Promise<Omit<Finding, "name">> {
  const server = await store.unknownServer();
  if (server === undefined) return ok("AWS's own S3 honours them, and was not tried");
  await tryConditions(scratch, server, SCRATCH, BYTES);
  return ok(`${server} honours If-None-Match and If-Match`);
}

async function checksumsFound(scratch: ObjectStore): Promise<Omit<Finding, "name">> {
  const { sha256 } = (await scratch.stat(SCRATCH)) ?? {};
  if (sha256 !== undefined) return ok("the server keeps the SHA-256 of each file");
  return {
    state: "warning",
    found: "the server keeps no SHA-256",
    todo: "nothing is wrong: published files are read back, and verify --quick has to read them too",
  };
}
