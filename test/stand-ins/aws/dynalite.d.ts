/** What the tests use of dynalite, which comes without types. */
declare module "dynalite" {
  import type { Server } from "node:http";

  export default function dynalite(options?: {
    /** How long a new table takes to become active. */
    readonly createTableMs?: number;
  }): Server;
}

declare module "dynalite/db/index.js" {
  interface ConditionFailure extends Error {
    readonly body: Record<string, unknown>;
  }

  interface Db {
    /** The error to answer with when the request's condition does not hold for the item. */
    checkConditional(
      request: Readonly<Record<string, unknown>>,
      item: Readonly<Record<string, unknown>> | undefined,
    ): ConditionFailure | null | undefined;
  }

  const db: Db;
  export default db;
}

declare module "dynalite/validations/updateItem.js" {
  const updateItem: {
    /** The parameters of UpdateItem; others are dropped. */
    readonly types: Record<string, { readonly type: string; readonly enum: readonly string[] }>;
  };
  export default updateItem;
}
