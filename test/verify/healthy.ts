/** A day in the life of a small vault that nobody harms, made up from a seed, with all that happens to healthy ones. */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Random, seededRandom } from "../../cli/sandbox/random.ts";
import type { Sandbox } from "../../cli/sandbox/sandbox.ts";
import { LeadSquaredError } from "../../shared/errors.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { sealVault } from "../../shared/seal/seal-vault.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { Died, dyingStore } from "../archive/dying-store.ts";
import { harness } from "../archive/harness.ts";
import { publishNewer } from "../archive/newer-version.ts";
import { tempFolder } from "../temp.ts";

const MINUTE = 60_000;
/** Clocks differ by five minutes at most: each is off by half of that to one side. */
const CLOCK_OFF = 2.5 * MINUTE;
const TICKETS = [143, 1000, 1001];
/** More than a run of the archive flow, or of the sealer, needs, so that some end before they are killed. */
const OPERATIONS = 24;

/** What can happen, some of it more often. */
const HAPPENINGS = [
  "archive",
  "archive",
  "archive",
  "archive-killed",
  "archive-killed",
  "seal",
  "seal-killed",
  "key-change",
  "checkpoint",
  "checkpoint-killed",
  "hold",
  "newer-program",
  "copy",
] as const;
export type Happening = (typeof HAPPENINGS)[number];

/** A vault, or a copy of one, as whoever checks it finds it. */
export interface Healthy {
  readonly path: string;
  readonly pinned: readonly [PublicKey];
  readonly now: Date;
  /** What happened until then. */
  readonly happened: readonly Happening[];
}

/** Lives one history; `look` is called at its end, after two of its steps, and for each copy. */
export async function liveHealthy(
  sandbox: Sandbox,
  seed: string,
  steps: number,
  look: (vault: Healthy) => Promise<void>,
): Promise<void> {
  sandbox.reset();
  await using folder = await tempFolder();
  const life = new Life(sandbox, folder.path, seededRandom(seed));
  const looks = new Set([life.random.integer(steps), life.random.integer(steps), steps - 1]);
  for (let step = 0; step < steps; step += 1) {
    await life.goOn(look);
    if (looks.has(step)) await look(await life.seen("vault"));
  }
}

class Life {
  readonly random: Random;
  readonly #sandbox: Sandbox;
  readonly #folder: string;
  readonly #store: ObjectStore;
  readonly #happened: Happening[] = [];
  /** Tickets of which a killed run left a publication, and those that a newer program has taken over. */
  readonly #left = new Set<number>();
  readonly #newer = new Set<number>();
  #time = Date.parse("2026-01-02T03:00:00.000Z");
  #key = 1;

  constructor(sandbox: Sandbox, folder: string, random: Random) {
    this.#sandbox = sandbox;
    this.#folder = folder;
    this.#store = directoryStore(join(folder, "vault"));
    this.random = random;
  }

  async seen(name: string): Promise<Healthy> {
    const path = join(this.#folder, name);
    const first = await this.#signer(1).publicKey();
    return { path, pinned: [first], now: new Date(this.#time), happened: [...this.#happened] };
  }

  async goOn(look: (vault: Healthy) => Promise<void>): Promise<void> {
    this.#time += (2 + this.random.integer(25)) * MINUTE;
    // What a killed run left is finished within the hour.
    for (const ticketId of this.#left) await this.#archive(ticketId, this.#store);
    const what = this.#happened.length === 0 ? "archive" : this.random.pick(HAPPENINGS);
    this.#happened.push(what);
    await this.#happen(what, look);
    // The sealer's schedule: notices of what is new, and a heartbeat.
    if (this.#happened.length % 2 === 0) await this.#seal(this.#store);
    if (this.#happened.length % 4 === 1) await this.#ledger(this.#store).heartbeat();
  }

  async #happen(what: Happening, look: (vault: Healthy) => Promise<void>): Promise<void> {
    const { random } = this;
    const ticketId = random.pick(TICKETS);
    const store = what.endsWith("-killed") ? this.#dying() : this.#store;
    if (what === "archive" || what === "archive-killed") {
      this.#change(ticketId);
      await this.#archive(ticketId, store);
    } else if (what === "seal" || what === "seal-killed") await diesOrNot(this.#seal(store));
    else if (what === "checkpoint" || what === "checkpoint-killed") await diesOrNot(this.#checkpoint(store));
    else if (what === "key-change") {
      await this.#ledger(store).introduceKey(await this.#signer(this.#key + 1).publicKey());
      this.#key += 1;
    } else if (what === "hold") {
      const register = holdRegister({
        store,
        orgId: this.#sandbox.orgId,
        now: this.#clock,
        changedFiles: undefined,
      });
      await register.place(`matter-${random.integer(3)}`, [ticketId], { by: "tests", reason: "suit" });
    } else if (what === "newer-program") await this.#byNewerProgram(ticketId);
    else await this.#copy(look);
  }

  /** As the format page says: the ledger first, so that what is published meanwhile is only not sealed yet. */
  async #copy(look: (vault: Healthy) => Promise<void>): Promise<void> {
    const [from, to] = [join(this.#folder, "vault"), join(this.#folder, `copy-${this.#happened.length}`)];
    await cp(join(from, "ledger"), join(to, "ledger"), { recursive: true }).catch(unlessMissing);
    this.#change(143);
    await this.#archive(143, this.#store);
    await this.#seal(this.#store);
    const isOther = (path: string) => !/\/(\.staging|ledger)(\/|$)/.test(path);
    await cp(from, to, { recursive: true, filter: isOther });
    await look({ ...(await this.seen("")), path: to });
  }

  #change(ticketId: number): void {
    const n = this.random.integer(1_000_000);
    const message = this.#sandbox.ticket(ticketId)?.ConversationList[0]?.Id ?? undefined;
    const change = this.random.pick(["add", "edit", "remove", "nothing"]);
    if (change === "add" || message === undefined)
      this.#sandbox.change(ticketId, { kind: "add", text: `words ${n}` });
    else if (change === "edit")
      this.#sandbox.change(ticketId, { kind: "edit", message, set: { Text: `edited ${n}` } });
    else if (change === "remove") this.#sandbox.change(ticketId, { kind: "remove", message });
  }

  async #archive(ticketId: number, store: ObjectStore): Promise<void> {
    if (this.#newer.has(ticketId)) return;
    const pacer = localPacer({ ...VENDOR_PACE, limit: 100_000 });
    const now = this.#clock;
    await using flow = harness(this.#sandbox, store, { pacer, now });
    this.#left.add(ticketId);
    const outcome = await diesOrNot(flow.archive(ticketId)).catch((error: unknown) => {
      if (!(error instanceof LeadSquaredError && error.code === "source-forgot")) throw error;
    });
    if (outcome !== "died") this.#left.delete(ticketId);
  }

  /** A version by the rules of a later program; from then on, this one leaves the ticket alone. */
  async #byNewerProgram(ticketId: number): Promise<void> {
    await this.#archive(ticketId, this.#store);
    if (this.#newer.has(ticketId)) return;
    const { orgId } = this.#sandbox;
    if (await publishNewer(this.#store, { orgId, ticketId, created: this.#clock() }))
      this.#newer.add(ticketId);
  }

  async #seal(store: ObjectStore): Promise<void> {
    const { signal } = new AbortController();
    const { orgId } = this.#sandbox;
    await sealVault({ orgId, store, ledger: this.#ledger(store), now: this.#clock, signal });
  }

  async #checkpoint(store: ObjectStore): Promise<void> {
    const signer = this.#signer(this.#key);
    const { orgId } = this.#sandbox;
    const parts = { orgId, store, signer, ledger: this.#ledger(store), log: silentLogger, now: this.#clock };
    await writeCheckpoints(parts, new AbortController().signal);
  }

  #ledger(store: ObjectStore): Ledger {
    const signer = this.#signer(this.#key);
    const { orgId } = this.#sandbox;
    return new Ledger({ orgId, store, signer, log: silentLogger, now: this.#clock, tool: "tests" });
  }

  #signer(key: number) {
    return localSigner(join(this.#folder, `key-${key}.pem`));
  }

  #dying(): ObjectStore {
    return dyingStore(this.#store, 1 + this.random.integer(OPERATIONS)).store;
  }

  /** Another one each time that it is asked, as the clocks of many machines are. */
  readonly #clock = (): Date => {
    const off = this.random.integer(2 * CLOCK_OFF + 1) - CLOCK_OFF;
    return new Date(this.#time + off);
  };
}

async function diesOrNot(run: Promise<unknown>): Promise<"died" | "done"> {
  try {
    await run;
    return "done";
  } catch (error) {
    if (error instanceof Died) return "died";
    throw error;
  }
}

function unlessMissing(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
}
