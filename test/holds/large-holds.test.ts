/** Holds of more tickets than one run can apply: told truly while they run, and gone on with where a run ended. */
import { expect, test, vi } from "vitest";
import { handleHold } from "../../functions/hold/handler.ts";
import { holdMessage } from "../../shared/holds/hold-message.ts";
import { holdProgress, holdState } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { LegalHold } from "../../shared/store/legal-hold.ts";
import { tempFolder } from "../temp.ts";

const TICKETS = 1_700;

// F10
test("a run that is cut off is gone on with, each ticket is set once, and the state is true all the while", async () => {
  await using folder = await tempFolder();
  const store = directoryStore(folder.path);
  const set: string[] = [];
  let cutAfter = 600;
  let cut = (): void => {};
  const legalHold: LegalHold = {
    check: async () => {},
    async set(key, held) {
      if (set.length === cutAfter) cut();
      set.push(`${held} ${key}`);
      return 1;
    },
    changedFiles: async function* () {},
  };
  const register = holdRegister({ store, orgId: 1, now: () => new Date(), changedFiles: undefined });
  const progress = holdProgress(store, 1);
  const back: string[] = [];
  const run = async (sequence: number) => {
    const record = {
      messageId: "m",
      receiptHandle: "r",
      body: holdMessage({ matter: "big", sequence, look: 1 }),
    };
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    cut = () => vi.advanceTimersByTime(900_000);
    const dependencies = {
      orgId: 1,
      register,
      legalHold,
      progress,
      goOn: async (handle: string) => void back.push(handle),
      log: silentLogger,
    };
    const context = { awsRequestId: "id", getRemainingTimeInMillis: () => 900_000 };
    const { batchItemFailures } = await handleHold(dependencies, { Records: [record as never] }, context);
    vi.useRealTimers();
    return batchItemFailures.length === 0;
  };
  const state = async () => holdState(await register.read("big"), await progress.read("big"));
  const tickets = Array.from({ length: TICKETS }, (_, index) => index + 1);

  await register.place("big", tickets, { by: "b", reason: "r" });
  await progress.mark("big", { sequence: 1, look: 1, done: 0 });
  expect(await state()).toEqual({ state: "placing", progress: { done: 0, of: TICKETS } });

  expect(await run(1)).toBe(false);
  expect(back).toEqual(["r"]);
  expect(await state()).toEqual({ state: "placing", progress: { done: 500, of: TICKETS } });

  cutAfter = -1;
  expect(await run(1)).toBe(true);
  expect(await state()).toEqual({ state: "held", progress: { done: TICKETS, of: TICKETS } });
  expect(new Set(set).size).toBe(TICKETS);

  await register.release("big", { by: "b", reason: "r" });
  await progress.mark("big", { sequence: 2, look: 1, done: 0 });
  expect(await state()).toMatchObject({ state: "releasing", progress: { done: 0 } });
  expect(await run(2)).toBe(true);
  expect(await state()).toEqual({ state: "released", progress: { done: TICKETS, of: TICKETS } });
  expect(set.filter((each) => each.startsWith("false")).length).toBe(TICKETS);
});
