/** A simulated month: 100,000 tickets known at its start, 1,000 new ones a day, 100,000 calls a day at a share of 0.8. */
import { monthTest } from "./month-promises.ts";

monthTest(
  "a month of 100,000 tickets at 100,000 calls a day",
  {
    known: 100_000,
    newADay: 1_000,
    days: 30,
    widestGap: 5_000,
    callsPerDay: 100_000,
    share: 0.8,
    outage: { from: 5, to: 7 },
    lowered: { from: 15, callsIn5s: 10 },
    indexLost: 10,
  },
  { newWithin: 15 },
);
