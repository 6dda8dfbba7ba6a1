/** `ticketvault verify` of an export: a part's zip, a part's folder, or the folder of all parts. */

import { UsageError } from "../../shared/errors.ts";
import { isError, isUnchecked } from "../../shared/findings.ts";
import type { PublicKey } from "../../shared/ledger/public-key.ts";
import { countExport, type VerifiedExport, verifyExport } from "../../shared/verify/export/verify-export.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { findingLines } from "../findings.ts";
import { startProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, size } from "../text.ts";

/** Every file is read: nothing vouches for a bag but its own digests and the ledger entries in it. */
export async function verifyExportCommand(
  { terminal, signal, json }: Context,
  place: string,
  { quick, head, rebuild }: { readonly quick?: boolean; readonly head?: string; readonly rebuild?: boolean },
  pinned: readonly PublicKey[],
): Promise<ExitCode> {
  if (quick === true || head !== undefined) {
    throw new UsageError(`${place} is an export: --quick and --head are for archives and ledgers.`);
  }
  const progress = startProgress("files", await countExport(place));
  const onFile = (files: number, bytes: number): void => progress.update(files, `${size(bytes)} read`);
  const result = await verifyExport(place, { signal, onFile, pinned, rebuild }).finally(() =>
    progress.stop(),
  );

  const errors = result.findings.filter(isError).length;
  const unchecked = result.findings.filter(isUnchecked).length;
  const keys = pinned.length > 0 ? "given" : "published";
  if (json) {
    terminal.json({ place, mode: "full", keys, valid: errors + unchecked === 0, ...result, errors });
  } else showResult(terminal, place, { ...result, errors, unchecked, keys });
  if (errors > 0) return EXIT.incomplete;
  return unchecked > 0 ? EXIT.failed : EXIT.complete;
}

function showResult(
  terminal: Terminal,
  place: string,
  result: VerifiedExport & {
    readonly errors: number;
    readonly unchecked: number;
    readonly keys: "given" | "published";
  },
): void {
  const { parts, madeAgain, sealing, objects, files, bytes, findings, errors, unchecked, keys } = result;
  for (const line of findingLines(findings)) terminal.print(line);
  for (const line of signatureLines(sealing, keys)) terminal.print(line);
  terminal.print(
    madeAgain === 0
      ? "What was made for the export was not made again and compared: that takes its plan.json, this program's renderer, and --rebuild above 1 GiB."
      : `What was made for ${madeAgain === parts ? "the export" : `${count(madeAgain)} of ${counted(parts, "part")}`} was made again from the archived files, and compared.`,
  );
  const what = [counted(parts, "part"), counted(objects, "object"), counted(files, "file")].join(", ");
  const wrong = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(unchecked > 0 ? [`${count(unchecked)} could not be checked`] : []),
  ];
  const verdict =
    wrong.length === 0 ? terminal.paint("green", "valid") : terminal.paint("red", wrong.join("; "));
  terminal.print(`${place}: ${what}, ${size(bytes)} read: ${verdict}`);
}

/** What signatures vouch for, where there are any. */
function signatureLines(sealing: number, keys: "given" | "published"): string[] {
  if (sealing === 0)
    return [
      "No entry of a ledger seals the tickets in it: no signature was checked, and only the export's own digests vouch for them.",
    ];
  const ofKeys =
    "Signatures were checked with the keys in the export: that proves only that the two agree. Give --public-key.";
  const ofParts =
    "Signatures in a part cover data/tickets; its other files rest on the export's own digests, and on the seal of the whole where one stands beside the zips.";
  return keys === "published" ? [ofKeys, ofParts] : [ofParts];
}
