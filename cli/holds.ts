/** What the commands of legal holds share: the register of a vault on S3, and applying a change of it to the files. */
import { UsageError } from "../shared/errors.ts";
import { applyHolds } from "../shared/holds/apply-holds.ts";
import { type HoldChange, type HoldRegister, holdRegister } from "../shared/holds/hold-register.ts";
import { isOpen, type Matter, parseMatter } from "../shared/holds/record.ts";
import type { LegalHold } from "../shared/store/legal-hold.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import { together } from "./checks.ts";
import type { Context } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { orgSetting } from "./org-setting.ts";
import { startProgress } from "./progress.ts";
import { type StoreSettings, storeSettings } from "./store-settings.ts";
import { counted } from "./text.ts";
import { openStore } from "./wiring.ts";

/** A vault whose files can be held. */
export interface HoldVault {
  readonly orgId: number;
  readonly place: StoreSettings;
  readonly store: ObjectStore;
  readonly register: HoldRegister;
  readonly legalHold: LegalHold;
}

/** @throws UsageError for a folder */
export async function openHolds({ settings }: Context): Promise<HoldVault> {
  const [place, orgId] = await together([storeSettings(settings), orgSetting(settings)]);
  const { store, legalHold } = await openStore(place);
  if (legalHold === undefined) {
    const message = `${store.location} is a folder, which keeps nobody from deleting: legal hold needs a store on S3 with Object Lock (--store s3://bucket/prefix).`;
    throw new UsageError(message);
  }
  const { changedFiles } = legalHold;
  const register = holdRegister({ store, orgId, now: () => new Date(), changedFiles });
  return { orgId, place, store, legalHold, register };
}

export async function checkedMatter(name: string): Promise<string> {
  return parseMatter(name);
}

/** Who was archiving meanwhile may rest on the records as they were, and writes files as they say. */
const AGAIN =
  "A ticket that is being archived right now may still get files as the record said before. Run `ticketvault hold apply` once those runs have ended: in 15 minutes in the stack.";

export async function applyChange(
  context: Context,
  vault: HoldVault,
  { matter, tickets, changed }: HoldChange,
): Promise<ExitCode> {
  const files = await apply(context, vault, tickets);
  if (context.json) {
    context.terminal.json({ ...matterJson(matter), changed, files });
  } else {
    const what = isOpen(matter) ? "under legal hold" : "released";
    const which = `${counted(tickets.length, "ticket")}, ${counted(files, "file")}`;
    const already = changed ? "" : ", as the record said already";
    context.terminal.print(
      `${matter.matter}: ${which} ${what}${already} (under another matter they stay held)`,
    );
  }
  context.terminal.note(AGAIN);
  return EXIT.complete;
}

export async function apply(
  { log, signal }: Context,
  vault: HoldVault,
  tickets: readonly number[],
): Promise<number> {
  const progress = startProgress("tickets", tickets.length);
  let done = 0;
  const onTicket = (): void => {
    done += 1;
    progress.update(done, "");
  };
  return applyHolds({ ...vault, log }, tickets, { signal, onTicket }).finally(() => progress.stop());
}

export function matterJson({ matter, tickets, entries }: Matter) {
  return { matter, held: isOpen({ entries }), tickets, entries };
}
