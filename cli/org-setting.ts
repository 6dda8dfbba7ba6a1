/** Reads which LeadSquared account is meant: the one that is given, or the only one that the vault holds. */
import { StoreError, UsageError } from "../shared/errors.ts";
import { ARCHIVE_FOLDER, parseNumberedName } from "../shared/keys.ts";
import { lastName } from "../shared/ocfl/tree.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import { parseOrgId } from "../shared/ticket/ids.ts";
import { type Given, given, howToSet } from "./settings.ts";
import { storeSettings } from "./store-settings.ts";
import { openStore } from "./wiring.ts";

/** @throws UsageError; StoreError where nothing is given and the vault does not answer */
export async function orgSetting(from: Given): Promise<number> {
  const org = given(from, "org");
  if (org !== undefined) return parseOrgId(org.text, org.from);
  const missing = `The LeadSquared account number is missing: set ${howToSet("org")}, such as --org 22824. \`ticketvault init\` writes such a file.`;
  const place = await storeSettings(from).catch((error: unknown) => {
    // What is wrong with the place is said where it is read; no vault is there to look into.
    throw error instanceof UsageError ? new UsageError(missing) : error;
  });
  const { store } = await openStore(place);
  const [only, ...others] = await accountsIn(store);
  if (only === undefined)
    throw new UsageError(
      `${missing} There is no vault at ${store.location} to take it from: check the folder you are in, or --store.`,
    );
  if (others.length === 0) return only;
  throw new UsageError(
    `${store.location} holds the accounts ${[only, ...others].join(", ")}: say which one with ${howToSet("org")}.`,
  );
}

/** All accounts that the vault holds. @throws StoreError `not-archived` where there are none */
export async function archivedAccounts(store: ObjectStore): Promise<number[]> {
  const accounts = await accountsIn(store);
  if (accounts.length > 0) return accounts;
  const message = `${store.location} has no archive: there is nothing in ${ARCHIVE_FOLDER}/. Check --store.`;
  throw new StoreError("not-archived", message);
}

async function accountsIn(store: ObjectStore): Promise<number[]> {
  const { folders } = await store.children(ARCHIVE_FOLDER);
  return folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
}
