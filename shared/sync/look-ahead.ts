/** Which numbers beyond the highest ticket are asked for: those right after it, and probes beyond a gap. Pure. */
import { DAY_MS } from "./interval.ts";
import type { SyncMemory } from "./sync-memory.ts";

export interface Ahead {
  /** Numbers right after the highest ticket. */
  readonly next: readonly number[];
  /** Numbers far beyond it, where others may stand that no span of empty numbers leads to. */
  readonly probes: readonly number[];
  readonly memory: SyncMemory["ahead"];
}

/** A new ticket is to be archived within 15 minutes: two looks, and what the queue takes. */
const LOOK_MS = 5 * 60_000;
/** Looks, and probes, take a twentieth of the day's calls each where nothing is found. */
const PART = 1 / 20;
const NARROWEST = 2;
const WIDEST = 100;

/** Distances that double, to a million: 20 probes reach across any gap to where somebody numbers on. */
const DOUBLINGS = 20;
/** Probes come less often the longer nothing was found: after a twelfth of that time, and once a day at least. */
const PROBE_AFTER = 1 / 12;

/**
 * A look asks for twice as many numbers as the last one found, and two more, and comes at once where all were found. Each
 * set of probes begins a little further than the one before, so that the next days' fall between them.
 * @param callsPerDay the calls of a day that are ours
 */
export function lookAhead(
  memory: SyncMemory["ahead"],
  { highest, now, callsPerDay }: { highest: number; now: number; callsPerDay: number },
): Ahead {
  const found = Math.max(0, highest - memory.highest);
  const risenAt = found > 0 ? now : memory.risenAt;
  const allFound = found > 0 && highest >= memory.askedTo;
  const jumped = allFound && highest > memory.askedTo;

  const lookEvery = Math.max(LOOK_MS, (DAY_MS * NARROWEST) / (callsPerDay * PART));
  const looks = allFound || now - memory.askedAt >= lookEvery;
  const width = Math.min(WIDEST, 2 * Math.min(found, WIDEST) + NARROWEST);
  const next = looks ? Array.from({ length: width }, (_, n) => highest + 1 + n) : [];
  const askedTo = looks ? highest + width : memory.askedTo;

  const silent = now - memory.probedAt;
  const credit = Math.min(callsPerDay * PART, memory.probeCredit + (callsPerDay * PART * silent) / DAY_MS);
  const rest = Math.max(LOOK_MS, Math.min(DAY_MS, (now - risenAt) * PROBE_AFTER));
  const isQuiet = now - risenAt >= 2 * LOOK_MS && credit >= DOUBLINGS;
  const probing = jumped || silent >= DAY_MS || (isQuiet && silent >= rest);
  const probes = probing ? distances(memory.probes).map((distance) => highest + distance) : [];
  return {
    next,
    probes: probes.filter((number) => number > askedTo && Number.isSafeInteger(number)),
    memory: {
      highest: looks ? highest : memory.highest,
      askedTo,
      askedAt: looks ? now : memory.askedAt,
      risenAt,
      probedAt: probing ? now : memory.probedAt,
      probes: memory.probes + (probing ? 1 : 0),
      probeCredit: probing ? credit - DOUBLINGS : memory.probeCredit,
    },
  };
}

/** 1, 2, 4 … times a factor between 1 and 2 that the sets of probes fill evenly (van der Corput's sequence). */
function distances(set: number): number[] {
  let fraction = 0;
  for (let rest = set, part = 0.5; rest > 0; rest = Math.floor(rest / 2), part /= 2)
    fraction += (rest % 2) * part;
  return Array.from({ length: DOUBLINGS }, (_, n) => Math.ceil(2 ** (n + fraction)));
}
