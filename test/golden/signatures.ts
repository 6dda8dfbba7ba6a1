/** ECDSA signs at random: signatures are taken once, kept on record, and put in place of new ones of the same entry. */
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filesOf } from "../temp.ts";

export const RECORDED_SIGNATURES = "signatures.json";

export interface Signatures {
  /** Replaces each signature in a ledger's folder by the one on record, if its entry is the one that was signed. */
  settle(ledger: string): Promise<void>;
  /** JSON of every signature met, by its entry's SHA-256. */
  used(): string;
}

export async function recordedSignatures(): Promise<Signatures> {
  const recorded: Record<string, string> = JSON.parse(
    await readFile(join(import.meta.dirname, RECORDED_SIGNATURES), "utf8").catch(() => "{}"),
  );
  const used: Record<string, string> = {};
  return {
    settle: async (ledger) => {
      const files = await filesOf(ledger);
      for (const [path, signature] of files) {
        const entry = path.endsWith(".sig") ? files.get(path.slice(0, -".sig".length)) : undefined;
        if (entry === undefined) continue;
        const sha256 = createHash("sha256").update(entry).digest("hex");
        used[sha256] = recorded[sha256] ?? signature.toString("base64");
        await writeFile(join(ledger, path), Buffer.from(used[sha256], "base64"));
      }
    },
    used: () => `${JSON.stringify(used, undefined, 2)}\n`,
  };
}
