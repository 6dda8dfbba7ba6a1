/** Hostile file names become safe segments; the original is data elsewhere. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeFileName, safeIdFolder, storedFileName } from "../../shared/ticket/file-name.ts";
import { anyText } from "../any-text.ts";

describe("a file name from outside", () => {
  it.each([
    ["Aadhaar.png", "Aadhaar.png"],
    ["../../etc/passwd", "etc_passwd"],
    ["..\\..\\windows\\system.ini", "windows_system.ini"],
    ["report\u0000.pdf", "report_.pdf"],
    ["invoice\u202Egnp.exe", "invoice_gnp.exe"],
    ["Rechnung für März.pdf", "Rechnung_für_März.pdf"],
    ["报告.docx", "报告.docx"],
    ["CON.txt", "CON_.txt"],
    // Opticon load files separate fields by commas and know no quotes.
    ["1,5 kg.pdf", "1_5_kg.pdf"],
    // Concordance load files quote with þ and have nothing to escape it by.
    ["Þóra og Sigþór.pdf", "Þóra_og_Sigthór.pdf"],
    [".htaccess", "htaccess"],
    ["", "file"],
    ["...", "file"],
    ["a/b/c.tar.gz", "a_b_c.tar.gz"],
  ])("%j becomes %j", (original, safe) => {
    expect(safeFileName(original)).toBe(safe);
  });

  it("is shortened with its extension kept", () => {
    expect(safeFileName(`${"x".repeat(1000)}.pdf`)).toBe(`${"x".repeat(76)}.pdf`);
  });

  it("is always one plain segment of bounded length, whatever comes", () => {
    fc.assert(
      fc.property(anyText({ maxLength: 300 }), (original) => {
        const safe = safeFileName(original);
        expect(safe).toMatch(/^[\p{L}\p{M}\p{N}._+()-]+$/u);
        expect(safe).not.toContain("þ");
        expect(safe).not.toMatch(/^\.|\.$|\.\.$/);
        expect([...safe].length).toBeLessThanOrEqual(80);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(safe).toBe(safe.normalize("NFC"));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("the folder of a conversation", () => {
  it("is the id when that is a plain number", () => {
    expect(safeIdFolder("135")).toBe("135");
  });

  it.each(["../135", "135/..", "", "a b", "1".repeat(20)])("is a digest of %j", (id) => {
    expect(safeIdFolder(id)).toMatch(/^id-[0-9a-f]{16}$/);
  });
});

// X23
describe("the name under which an attachment is stored", () => {
  it.each([
    ["=?UTF-8?B?UmVjaG51bmcgw6QucGRm?=", null, "Rechnung_ä.pdf"],
    ["=?iso-8859-1?Q?Gr=FC=DFe_1.txt?=", null, "Grüße_1.txt"],
    ["=?UTF-8?B?4KSw4KS44KWA?= =?UTF-8?B?4KSmLnBkZg==?=", null, "रसीद.pdf"],
    // Cut within a character.
    ["=?utf-8?Q?a=C3?= =?utf-8?Q?=A4.csv?=", null, "aä.csv"],
    ["=?UTF-8*en?B?YS5wZGY=?=", null, "a.pdf"],
    ["=?x-unknown?B?YS5wZGY=?=", null, "x-unknown_B_YS5wZGY"],
    ["=?UTF-8?B?Li4vLi4vZXRjL3Bhc3N3ZA==?=", null, "etc_passwd"],
    [null, "application/pdf", "file.pdf"],
    ["", "IMAGE/JPEG; name=x", "file.jpg"],
    [null, "constructor", "file"],
    [null, null, "file"],
    ["scan.png", "application/pdf", "scan.png"],
  ])("of %j, declared as %j, is %s", (fileName, declaredType, stored) => {
    expect(storedFileName(fileName, declaredType)).toBe(stored);
  });
});
