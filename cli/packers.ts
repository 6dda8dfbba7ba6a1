/** Packs the parts of an export: here, and where there are cores also in a thread beside. */
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { PackOptions } from "../shared/export/pack-part.ts";
import type { ExportPlan } from "../shared/export/plan.ts";
import type { Packers } from "../shared/export/run-export.ts";
import type { Logger } from "../shared/log.ts";
import type { FromThread, PackOrder, ThreadData } from "./pack-part.worker.ts";
import { errorFrom } from "./told-error.ts";

/** With more threads an export would take more memory than it is promised to take. */
const MOST_AT_ONCE = 2;

/** Beside this file, as a source or compiled. */
const FILE = new URL(`./pack-part.worker${extname(import.meta.filename)}`, import.meta.url);

/** @param here packs in this thread. @param data where the thread beside finds the archive and puts the parts */
export function packersOnCores(
  here: Packers["pack"],
  data: ThreadData,
  log: Logger,
  atOnce = Math.min(MOST_AT_ONCE, availableParallelism()),
): Packers & Disposable {
  const beside = new PackingThread(data, log);
  let isBusy = false;
  return {
    atOnce,
    async pack(plan, number, options) {
      if (isBusy) return beside.pack(plan, number, options);
      isBusy = true;
      try {
        return await here(plan, number, options);
      } finally {
        isBusy = false;
      }
    },
    [Symbol.dispose]: () => beside.end(),
  };
}

/** Starts with the first part that it is given, and packs one at a time. */
class PackingThread {
  readonly #data: ThreadData;
  readonly #log: Logger;
  #worker: Worker | undefined;

  constructor(data: ThreadData, log: Logger) {
    this.#data = data;
    this.#log = log;
  }

  async pack({ id }: ExportPlan, number: number, { signal, onTicket }: PackOptions): Promise<void> {
    signal?.throwIfAborted();
    this.#worker ??= new Worker(FILE, { workerData: this.#data });
    const worker = this.#worker;
    const order = (message: PackOrder): void => worker.postMessage(message);
    const stop = (): void => order("stop");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const hear = (message: FromThread): void => {
      if (message.kind === "ticket") onTicket?.(message.done);
      else if (message.kind === "log") this.#log[message.level](message.event, message.fields);
      else if (message.kind === "packed") resolve();
      else reject(signal?.aborted ? signal.reason : errorFrom(message.error));
    };
    const ended = (): void => reject(new Error("The thread that packs ended before its part was packed."));
    worker.on("message", hear).on("error", reject).on("exit", ended);
    signal?.addEventListener("abort", stop, { once: true });
    order({ id, number });
    try {
      await promise;
    } finally {
      signal?.removeEventListener("abort", stop);
      worker.off("message", hear).off("error", reject).off("exit", ended);
    }
  }

  end(): void {
    void this.#worker?.terminate();
  }
}
