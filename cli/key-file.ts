/** Reads a ledger's public key from a file that an option names. */
import { readFile } from "node:fs/promises";
import { UsageError } from "../shared/errors.ts";
import { type PublicKey, readPublicKey } from "../shared/ledger/public-key.ts";

/** @throws UsageError naming the option and the file */
export async function readKeyFile(path: string, option: string): Promise<PublicKey> {
  try {
    return readPublicKey(await readFile(path, "utf8"), path);
  } catch (cause) {
    const message = `${option} ${path}: give a file with the public key (PEM) of a ledger.`;
    throw new UsageError(message, { cause });
  }
}
