/** Turns what the operating system says of a disk into the store's errors. */
import { StoreError, TicketvaultError } from "../errors.ts";
import { shownKey } from "./store-errors.ts";

const KNOWN: Readonly<Record<string, readonly [code: string, text: string]>> = {
  ENOSPC: ["no-space", "the disk is full: free some space and run again"],
  EDQUOT: ["no-space", "the quota of the disk is used up: free some space and run again"],
  EFBIG: ["no-space", "a file grew over the limit of this disk or process"],
  EROFS: ["read-only", "the disk is read-only: choose another folder"],
  EACCES: ["access-denied", "this user may not write or read there: check the folder's permissions"],
  EPERM: ["access-denied", "this user may not write or read there: check the folder's permissions"],
  ENOTDIR: ["failed", "a file stands where a folder is needed: choose another folder"],
  EEXIST: ["failed", "a file stands where a folder is needed: choose another folder"],
};

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

/** What the system calls the failure: `EACCES`; `unknown` for what has no code. */
export function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}

/** What an operation of the file system gives; undefined when it fails with one of these codes. */
export async function unless<T>(codes: readonly string[], operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if (codes.some((code) => hasCode(error, code))) return undefined;
    throw error;
  }
}

/**
 * Runs an operation of the file system.
 * @throws StoreError with a code of the port; `where` names the path
 */
export async function disk<T>(operation: () => Promise<T>, where: string): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof TicketvaultError) throw error;
    const system = systemCode(error);
    const [code, text] = KNOWN[system] ?? ["failed", `the file system says ${system}`];
    throw new StoreError(code, `${shownKey(where)}: ${text}`, { cause: error });
  }
}
