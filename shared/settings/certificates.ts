/** Reads the file of certificates that the setting `tsaCa` names. */
import { readFileSync } from "node:fs";
import { certificatesIn } from "../authorities.ts";
import { ConfigError } from "./mistakes.ts";

/** Its bytes, which are certificates. @throws ConfigError */
export function certificatesFile(path: string): Uint8Array {
  try {
    const bytes = readFileSync(path);
    certificatesIn(bytes);
    return bytes;
  } catch {
    throw new ConfigError([`tsaCa: ${path} is no file with certificates (PEM)`]);
  }
}
