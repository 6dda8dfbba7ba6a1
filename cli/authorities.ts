/** Reads the settings of time-stamping authorities: which are asked, and whose certificates vouch for them. */
import type { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Authority, certificatesIn, parseAuthority } from "../shared/authorities.ts";
import { UsageError } from "../shared/errors.ts";
import { type Given, given } from "./settings.ts";

/** @throws UsageError naming an address that is none */
export async function authoritiesSetting(from: Given): Promise<readonly Authority[]> {
  const urls = given(from, "tsa")?.text.split(",") ?? [];
  return urls.flatMap((url) => (url.trim() === "" ? [] : parseAuthority(url)));
}

/** The certificates in a file: PEM, one or more, or one as DER. @throws UsageError naming the file */
export async function readCertificates(path: string): Promise<readonly X509Certificate[]> {
  try {
    return certificatesIn(await readFile(path));
  } catch (cause) {
    const message = `--tsa-ca ${path}: give a file with certificates (PEM) that vouch for time-stamping authorities.`;
    throw new UsageError(message, { cause });
  }
}
