/** A simulated month, small: fifteen days of a tenth of it. */
import { monthTest } from "./month-promises.ts";

monthTest(
  "fifteen days of 10,000 tickets at 10,000 calls a day",
  {
    known: 10_000,
    newADay: 100,
    days: 15,
    widestGap: 20,
    callsPerDay: 10_000,
    share: 0.8,
    outage: { from: 4, to: 5 },
    lowered: { from: 8, callsIn5s: 10 },
    indexLost: 9,
  },
  { newWithin: 15 },
);
