/** Declares tests that do the same on the stand-in and on radosgw, and compare what the two answer. */
import { expect, inject, test } from "vitest";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { DIFFERENCES, IGNORED_BY_RADOSGW } from "./differences.ts";
import { type Answer, Session } from "./session.ts";

/** Where the two disagree the stand-in is wrong, but for the recorded differences, which must show as recorded. */
export function agree(name: string, scenario: (session: Session) => Promise<void>, lock = false): void {
  const answersOf = async (place: S3Place) => {
    const session = await Session.open(place, { lock });
    await scenario(session);
    session.s3.destroy();
    return session.answers;
  };
  test(name, async () => {
    const standIn = await startS3();
    for (const fault of IGNORED_BY_RADOSGW) standIn.fault(fault);
    const [standing, real] = await Promise.all([answersOf(standIn), answersOf(inject("radosgw"))]);
    await standIn.close();
    expect(standing.map((answer) => understood(answer, "s3"))).toEqual(
      real.map((answer) => understood(answer, "radosgw")),
    );
  });
}

const differences = new Map(DIFFERENCES.map((difference) => [difference.step, difference]));

/** An answer that is known to differ, and differs as recorded, counts as agreed. */
function understood(answer: Answer, server: "s3" | "radosgw"): Answer {
  const recorded = differences.get(answer.step)?.[server] === answer.answer;
  return recorded ? { step: answer.step, answer: "differs as recorded" } : answer;
}
