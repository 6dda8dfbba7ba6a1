/** A simulated month, small: twelve days of a tenth of it. */
import { monthTest } from "./month-promises.ts";

monthTest(
  "twelve days of 10,000 tickets at 10,000 calls a day",
  {
    known: 10_000,
    newADay: 100,
    days: 12,
    widestGap: 20,
    callsPerDay: 10_000,
    share: 0.8,
    outage: { from: 4, to: 6 },
    lowered: { from: 8, callsIn5s: 10 },
    indexLost: 9,
  },
  { newWithin: 15 },
);
