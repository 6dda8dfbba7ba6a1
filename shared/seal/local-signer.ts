/** A signing key in a file of this machine, made on first use: what KMS is on AWS. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from "node:crypto";
import { mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { type PublicKey, publicKeyOf } from "../ledger/public-key.ts";
import { once } from "../once.ts";
import { linkNew, unlessAbsent } from "../store/directory-files.ts";
import { disk } from "../store/disk.ts";
import { type Signer, SigningError } from "./signer.ts";

/** Anybody but the owner: who reads the key can forge entries. */
const OTHERS = 0o077;

/**
 * Signs with the PKCS#8 PEM key at `path`; where no file is, the first use makes one that only its owner can read.
 * @throws SigningError `key-unusable` from both methods, when others may read the file or it holds another kind of key
 */
export function localSigner(path: string): Signer {
  const key = once(() => openKey(path));
  return {
    publicKey: async () => (await key()).publicKey,
    sign: async (bytes) => sign("sha256", bytes, { key: (await key()).privateKey, dsaEncoding: "der" }),
  };
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

async function openKey(path: string): Promise<KeyPair> {
  const { mode } = (await modeOf(path)) ?? (await makeKey(path));
  if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
    throw new SigningError("key-unusable", `The signing key ${path} can be read by others: chmod 600 it.`);
  }
  const pem = await disk(() => readFile(path, "utf8"), path);
  try {
    const privateKey = createPrivateKey(pem);
    return { privateKey, publicKey: publicKeyOf(createPublicKey(privateKey)) };
  } catch (cause) {
    const message = `The file ${path} holds no private key for ECDSA on P-256 (PKCS#8, PEM). Give the right file, or another name for a new key.`;
    throw new SigningError("key-unusable", message, { cause });
  }
}

async function modeOf(path: string): Promise<{ readonly mode: number } | undefined> {
  return disk(() => unlessAbsent(stat(path)), path);
}

/** The key appears whole, and never in place of a file that is there. */
async function makeKey(path: string): Promise<{ readonly mode: number }> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const draft = `${path}.${randomUUID()}`;
  return disk(async () => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(draft, "wx", 0o600);
    try {
      await file.writeFile(privateKey.export({ format: "pem", type: "pkcs8" }));
      await file.sync();
      await linkNew(draft, path);
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
    return stat(path);
  }, path);
}
