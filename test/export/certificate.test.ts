/** The certificate of a production: it says what was done, every digest in it fits, and nobody has signed it. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportRequest } from "../../cli/export-request.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { runExport } from "../../shared/export/run-export.ts";
import { heartbeatsOf } from "../../shared/ledger/silences.ts";
import { outagesInWords } from "../../shared/render/certificate-facts.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { requestFor, sealedVault, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";
import { unzipAll } from "./unzip.ts";

let vault: Vault;
beforeAll(async () => {
  vault = await sealedVault();
});
afterAll(() => vault[Symbol.asyncDispose]());

async function certified(certificate: "plain" | "bsa63", more: object = {}) {
  const dependencies = vault.into(`${certificate}-${JSON.stringify(more).length}`);
  const request = requestFor([1, 2, 3, 99], { certificate, partSize: 100_000, ...more });
  const receipt = await runExport(dependencies, ORG, request);
  const folder = join(dependencies.path, receipt.id);
  const read = (name: string): Promise<string> => readFile(join(folder, name), "utf8");
  return { folder, receipt, read, page: await read("certificate.html") };
}

const textOf = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&#39;", "'");

describe("a certificate", () => {
  it("says who asked for what, what was found, where and when, in UTC and in IST", async () => {
    const { page, receipt } = await certified("plain", { authenticated: "arn:aws:iam::1:user/doe" });
    const text = textOf(page);

    expect(text).toContain("Smith v. Acme");
    expect(text).toContain("J. Doe");
    expect(text).toContain("arn:aws:iam::1:user/doe");
    expect(text).toContain("4 tickets by number: #1, #2, #3, #99");
    expect(text).toContain(`3 tickets, ${receipt.conversations} conversations`);
    expect(text).toContain("4 March 2026, 05:06:07 UTC; 4 March 2026, 10:36:07 IST");
    expect(text).toContain("1 ticket asked for and left out");
    expect(text).toContain("1 version covered by no signed entry");
    expect(text).toContain("Messages sentfrom 1 January 2026, 10:00:00 UTC");
    expect(text).toContain("Outages are not known: the ledger has no hourly entries");
    expect(text).toMatch(/entry 2, SHA-256 [0-9a-f]{64}/);
    expect(text).toContain("Nobody has signed it, and it makes no statement of law.");
  });

  it("says that nobody was authenticated where nobody was", async () => {
    const { page } = await certified("plain");
    expect(textOf(page)).toContain("nobody: the name above is as it was given");
  });

  it.each(["plain", "bsa63"] as const)("has the digests of what lies beside it: %s", async (form) => {
    const { page, read, folder, receipt } = await certified(form);
    const report = await read("hash-report.csv");
    const rows: Record<string, string>[] = parse(report, { columns: true, bom: true });
    await unzipAll(folder);

    const tables = receipt.files
      .map(({ file }) => file)
      .filter((file) => !/^(?:certificate|hash)/.test(file));
    expect(tables).toContain("index.html");
    expect(rows.map(({ File }) => File)).toEqual(expect.arrayContaining(tables));
    expect(rows).toHaveLength(receipt.parts.length + 1 + tables.length + 3);
    for (const { File = "", Algorithm, Digest } of rows) {
      expect([Algorithm, Digest]).toEqual(["SHA-256", sha256Hex(await readFile(join(folder, File)))]);
    }
    for (const { sha256 } of receipt.parts) expect(page).toContain(sha256);
    expect(page).toContain(sha256Hex(await read("plan.json")));
    expect(page).toContain(sha256Hex(report));
  });

  it("shows a hostile matter as the text that it is", async () => {
    const { page } = await certified("bsa63", { matter: "<script>alert(1)</script>" });
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
  });
});

describe("outages", () => {
  const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
  const entry = (sequence: number, hour: number, kind: "heartbeat" | "versions" = "heartbeat") => {
    return { sequence, time: at(hour), kind };
  };
  const source = (heartbeats: ReturnType<typeof heartbeatsOf>) => {
    return { ...{ location: "./vault", region: null, account: null, ledgerHead: null }, heartbeats };
  };

  it("are the hours without an entry, once a ledger has had one every hour", () => {
    const entries = [entry(4, 24), entry(1, 0, "versions"), entry(2, 9), entry(3, 10), entry(5, 26)];

    const found = heartbeatsOf(entries);

    expect(found).toEqual({ since: at(9), silences: [{ from: at(10), to: at(24) }] });
    expect(outagesInWords(source(found)).join()).toMatch(
      /no entry between 1 January 2026, 10:00:00 UTC.* and 2 Jan/,
    );
  });

  it("are none where every hour has its entry, and not known in a ledger without heartbeats", () => {
    const steady = heartbeatsOf([entry(1, 0), entry(2, 1), entry(3, 4, "versions")]);
    expect(outagesInWords(source(steady)).join()).toContain("No outage of more than three hours");
    expect(heartbeatsOf([entry(1, 0, "versions"), entry(2, 90, "versions")])).toEqual({
      since: null,
      silences: [],
    });
  });

  it("beyond twenty are counted", () => {
    const many = Array.from({ length: 31 }, (_, index) => entry(index + 1, index * 5));
    expect(outagesInWords(source(heartbeatsOf(many))).at(-1)).toBe("10 more outages: plan.json names them.");
  });
});

describe("the forms of section 63(4)", () => {
  it("have the Schedule's words, what the program knows, and blanks for all that a person must know", async () => {
    const { page } = await certified("bsa63");
    const text = textOf(page);

    for (const words of [
      "PART A",
      "(To be filled by the Party)",
      "PART B",
      "(To be filled by the Expert)",
      "do hereby solemnly affirm and sincerely state and submit as follows:—",
      "taken from the following device/digital record source (tick mark):—",
      "was under the lawful control for regularly creating, storing or processing information",
      "by me (select as applicable).",
      "(Hash report to be enclosed with the certificate)",
      "(Name, designation and signature)",
      "Time (IST):",
    ])
      expect(text).toContain(words);
    expect(text.match(/(?<=☑ )[^(☐]*/g)?.map((each) => each.trim())).toEqual([
      ...["Computer / Storage Media", "SHA256:", "Computer / Storage Media", "SHA256:"],
    ]);
    expect(text.match(/to be filled in: name\b/g)).toHaveLength(6);
    expect(text.match(/to be filled in: (?:date|time|place|address)/g)).toHaveLength(8);
    expect(text).toContain("A draft, and not signed.");
    expect(text).toContain("Counsel has to compare it with the Act");
  });
});

describe("verify", () => {
  it("makes a certificate again, and finds what was changed or taken away", async () => {
    const { folder, page } = await certified("plain", { reason: "verify" });
    const found = async (): Promise<string[]> =>
      (await verifyExport(folder)).findings
        .filter(({ severity }) => severity === "error")
        .map(({ code, path }) => `${code} ${path}`);

    expect(await found()).toEqual([]);
    await writeFile(join(folder, "certificate.html"), page.replace("Smith", "Smythe"));
    await rm(join(folder, "hash-report.csv"));
    expect(await found()).toEqual(["missing hash-report.csv", "altered certificate.html"]);
  });

  it("calls a certificate extra that nobody asked for", async () => {
    const dependencies = vault.into("without");
    const { id } = await runExport(dependencies, ORG, requestFor([2]));
    await writeFile(join(dependencies.path, id, "certificate.html"), "x");
    const { findings } = await verifyExport(join(dependencies.path, id));
    expect(findings).toContainEqual(expect.objectContaining({ code: "extra", path: "certificate.html" }));
  });
});

describe("--certificate", () => {
  const flags = { matter: "M", requestedBy: "R", reason: "A", tickets: "1", out: "x", partSize: "1GB" };
  const NO_SETTINGS = { flags: {}, env: {} };
  it.each([
    [undefined, undefined],
    [true, "plain"],
    ["bsa63", "bsa63"],
  ] as const)("%j asks for %j", async (given, expected) => {
    const request = await exportRequest(
      { ...flags, ...(given && { certificate: given }) },
      NO_SETTINGS,
      () => {},
    );
    expect(request.certificate).toBe(expected);
  });

  it("of an unknown form is refused, and says which there are", async () => {
    await expect(exportRequest({ ...flags, certificate: "65b" }, NO_SETTINGS, () => {})).rejects.toThrow(
      '--certificate "65b": give it alone, or with bsa63.',
    );
  });
});
