/** 100 histories of a catalogue, with kills and two writers at once (`INCREMENT_HISTORIES` for more or fewer). */
import { expect, test } from "vitest";
import { expectSameBytes, incrementHistory } from "../catalogue/increment-history.ts";

const HISTORIES = Number(process.env["INCREMENT_HISTORIES"] ?? 100);

test(`${HISTORIES} histories of increments end with the bytes of a rebuild, and no row was lost or went back`, async () => {
  let kills = 0;
  for (let seed = 0; seed < HISTORIES; seed += 1) {
    const outcome = await incrementHistory(`slow ${seed}`);
    expectSameBytes(outcome);
    kills += outcome.kills;
  }
  expect(kills).toBeGreaterThanOrEqual(HISTORIES / 2);
});
