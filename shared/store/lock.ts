/** A lock between processes of one machine that the kernel lets go of when its holder dies: SQLite's file lock. */

import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../errors.ts";

const PATIENCE_MS = 30_000;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other process or caller holds the lock. `path` is a file of its own; its folder exists.
 * @throws StoreError `busy` when the lock is not to be had within `patienceMs`
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    await acquire(database, path, patienceMs);
    return await work();
  } finally {
    database.close();
  }
}

async function acquire(database: DatabaseSync, path: string, patienceMs: number): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!tryAcquire(database)) {
    if (performance.now() > deadline) {
      throw new StoreError(
        "busy",
        `${path} has been locked by another process for over ${patienceMs / 1000} s`,
        {
          retryable: true,
        },
      );
    }
    await delay(1 + Math.random() * 10);
  }
}

function tryAcquire(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return false;
    throw error;
  }
}
