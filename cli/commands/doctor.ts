/** `ticketvault doctor`: looks at all that a command needs, and says of each fault what to do. */
import type { Context } from "../context.ts";
import { type Finding, finding, ok } from "../doctor/check.ts";
import { leadSquaredFindings } from "../doctor/leadsquared.ts";
import { machineFindings } from "../doctor/machine.ts";
import { storeFindings } from "../doctor/store.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FileFlags, settingsFrom } from "../file-account.ts";
import type { Given } from "../settings.ts";
import { counted, safeLine } from "../text.ts";

export async function doctorCommand(context: Context, flags: FileFlags & Given["flags"]): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  let read: Given | undefined;
  const file = await finding("settings", async () => {
    read = await settingsFrom(flags, settings.env);
    const account = read.account?.();
    return ok(
      account === undefined
        ? "there is no file of settings here"
        : `${account.file}, account ${account.name}`,
    );
  });
  const findings = [...(await machineFindings(settings.env)), file];
  if (file.state === "ok" && read !== undefined) {
    const using = { ...context, settings: read };
    findings.push(...(await leadSquaredFindings(using)), ...(await storeFindings(using)));
  }
  const failed = findings.filter(({ state }) => state === "failed").length;
  if (json) terminal.json({ ok: failed === 0, findings });
  else for (const each of findings) show(context, each);
  if (!json)
    terminal.print(failed === 0 ? "\nNothing is in the way." : `\n${counted(failed, "fault")} to mend.`);
  return failed === 0 ? EXIT.complete : EXIT.incomplete;
}

const COLORS = { ok: "green", warning: "yellow", skipped: "yellow", failed: "red" } as const;

function show({ terminal }: Context, { name, state, found, todo }: Finding): void {
  terminal.print(`${terminal.paint(COLORS[state], state.padEnd(8))} ${name}: ${safeLine(found)}`);
  if (todo !== undefined) terminal.print(`${" ".repeat(9)}→ ${todo}`);
}
