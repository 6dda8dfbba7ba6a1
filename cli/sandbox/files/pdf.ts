/** One-page PDF files of an exact size in bytes. */
import { fillerBytes } from "./filler.ts";

/** Bytes below which no PDF of ours fits. */
export const SMALLEST_PDF = 1024;

/**
 * A PDF 1.4 file of exactly `size` bytes (at least `SMALLEST_PDF`, below 10 GB): one page of text, and a stream object
 * that nothing refers to and that fills the rest. Numbers that depend on the size have ten digits, so that their
 * width does not.
 */
export function* pdfFile(name: string, size: number): Generator<Uint8Array, void> {
  const text = `BT /F1 24 Tf 72 760 Td (SPECIMEN) Tj 0 -32 Td /F1 12 Tf (${name.replace(/[^\w ./-]/g, "_")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  const offsets: number[] = [];
  let head = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  for (const [index, object] of objects.entries()) {
    offsets.push(head.length);
    head += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  offsets.push(head.length);
  const fillerTail = "\nendstream\nendobj\n";
  const tailLength = fillerTail.length + crossReference(offsets, 0).length;
  const fillerHead = (length: number): string => `6 0 obj\n<< /Length ${tenDigits(length)} >>\nstream\n`;
  const filler = size - head.length - fillerHead(0).length - tailLength;
  const xrefAt = size - tailLength + fillerTail.length;

  yield Buffer.from(head + fillerHead(filler), "latin1");
  yield* fillerBytes(name, filler);
  yield Buffer.from(fillerTail + crossReference(offsets, xrefAt), "latin1");
}

function crossReference(offsets: readonly number[], xrefAt: number): string {
  const entries = offsets.map((offset) => `${tenDigits(offset)} 00000 n \n`).join("");
  const count = offsets.length + 1;
  return (
    `xref\n0 ${count}\n0000000000 65535 f \n${entries}` +
    `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${tenDigits(xrefAt)}\n%%EOF\n`
  );
}

function tenDigits(value: number): string {
  return String(value).padStart(10, "0");
}
