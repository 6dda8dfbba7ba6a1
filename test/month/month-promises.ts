/** What a month must show, at any size. */
import { expect, test } from "vitest";
import { figures } from "./figures.ts";
import { type MonthSize, runMonth } from "./month.ts";

/** Declares the test of one size. @param newWithin minutes within which 95 of 100 new tickets are archived */
export function monthTest(
  title: string,
  size: MonthSize,
  { newWithin }: { readonly newWithin: number },
): void {
  test(title, async () => {
    const began = performance.now();
    const month = await runMonth(size);
    const figure = figures(month, size);
    const rounded = Object.entries(figure).map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`);
    const seconds = Math.round((performance.now() - began) / 1000);
    process.stdout.write(
      `${title}, in ${seconds} s: ${rounded.join(", ")}, queued at most ${month.mostQueued}\n`,
    );

    expect(month.missing).toEqual([]);
    expect(figure.newMinutes).toBeLessThanOrEqual(newWithin);
    expect(figure.youngHours).toBeLessThanOrEqual(6);
    expect(figure.olderHours).toBeLessThanOrEqual(1.3 * figure.olderAtBestHours);
    expect(figure.refusedPercent).toBeLessThanOrEqual(0.5);
    // After the outage too, no ticket is twice in the queue, and there is no backlog.
    expect(month.twiceQueued).toBe(0);
    const fiveMinutes = (size.callsPerDay * size.share * 5) / (24 * 60);
    expect(month.mostQueued).toBeLessThanOrEqual(fiveMinutes + 130);
    // The lost index costs no version: as many as there were changes to see.
    for (const [number, { versions, seen }] of month.vault) {
      expect(versions, `versions of ${number}`).toBeLessThanOrEqual(seen);
    }
  });
}
