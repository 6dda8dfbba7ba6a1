/** CreatedOn, with and without offset, in any precision, in any time zone of the machine. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { utcTime } from "../../shared/ticket/time.ts";

describe("a time of LeadSquared's", () => {
  it.each([
    ["2024-08-28T12:38:36.198", "2024-08-28T12:38:36.198Z"],
    ["2024-08-28T13:55:43.68", "2024-08-28T13:55:43.680Z"],
    ["2024-08-28T13:55:43", "2024-08-28T13:55:43.000Z"],
    ["2024-08-28 13:55", "2024-08-28T13:55:00.000Z"],
    ["2024-08-28T13:55:43.1234567", "2024-08-28T13:55:43.123Z"],
    ["2024-08-28T13:55:43.5Z", "2024-08-28T13:55:43.500Z"],
    ["2024-08-28T13:55:43+05:30", "2024-08-28T08:25:43.000Z"],
    ["2024-08-28T13:55:43-0800", "2024-08-28T21:55:43.000Z"],
    ["2024-02-29T00:00:00", "2024-02-29T00:00:00.000Z"],
  ])("reads %s as %s", (raw, utc) => {
    expect(utcTime(raw)).toBe(utc);
  });

  it.each([
    "",
    "yesterday",
    "2023-02-29T00:00:00",
    "2024-02-30T00:00:00",
    "2024-13-01T00:00:00",
    "2024-08-28T25:00:00",
    "2024-08-28",
    "28/08/2024 12:00:00",
  ])("says that %j is none", (raw) => {
    expect(utcTime(raw)).toBeUndefined();
  });

  it.each(["Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati"])(
    "is the same instant on a machine in %s",
    (zone) => {
      const module = new URL("../../shared/ticket/time.ts", import.meta.url);
      const script = `import { utcTime } from ${JSON.stringify(module.href)}; process.stdout.write(utcTime("2024-03-31T02:30:00.5"));`;
      const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        env: { TZ: zone },
      });
      expect(output.toString()).toBe("2024-03-31T02:30:00.500Z");
    },
  );
});
