/** The thread that packs parts of an export beside the main one: `packers.ts` starts it, and the two talk by messages. */
import { parentPort, workerData } from "node:worker_threads";
import { packPart } from "../shared/export/pack-part.ts";
import { readPlan } from "../shared/export/plan-export.ts";
import type { LogFields, Logger } from "../shared/log.ts";
import { folderOutput } from "../shared/store/folder-output.ts";
import type { StoreSettings } from "./store-settings.ts";
import { type ToldError, toldError } from "./told-error.ts";
import { openStore } from "./wiring.ts";

export interface ThreadData {
  readonly place: StoreSettings;
  /** The folder of exports. */
  readonly out: string;
}

/** A part of an export that is planned, or to stop with the one that is being packed. */
export type PackOrder = { readonly id: string; readonly number: number } | "stop";

export type FromThread =
  | { readonly kind: "ticket"; readonly done: number }
  | {
      readonly kind: "log";
      readonly level: keyof Logger;
      readonly event: string;
      readonly fields: LogFields | undefined;
    }
  | { readonly kind: "packed" }
  | { readonly kind: "failed"; readonly error: ToldError };

const tell = (message: FromThread): void => parentPort?.postMessage(message);

const logAt =
  (level: keyof Logger): Logger[keyof Logger] =>
  (event, fields) =>
    tell({ kind: "log", level, event, fields });

const log: Logger = {
  debug: logAt("debug"),
  info: logAt("info"),
  warn: logAt("warn"),
  error: logAt("error"),
};

const { place, out }: ThreadData = workerData;
const opened = openStore(place, log);
let stop = new AbortController();

async function pack({ id, number }: Exclude<PackOrder, "stop">): Promise<void> {
  stop = new AbortController();
  const onTicket = (done: number): void => tell({ kind: "ticket", done });
  try {
    const { store } = await opened;
    const output = folderOutput(out);
    const plan = await readPlan(output, id);
    await packPart({ archive: store, output, log }, plan, number, { signal: stop.signal, onTicket });
    tell({ kind: "packed" });
  } catch (error) {
    tell({ kind: "failed", error: toldError(error) });
  }
}

parentPort?.on("message", (order: PackOrder) => (order === "stop" ? stop.abort() : void pack(order)));
