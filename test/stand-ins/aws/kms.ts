/** A stand-in for KMS: keys for signatures by ECDSA on P-256, which sign digests as those of KMS do. */
import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyPairKeyObjectResult } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { tempFolder } from "../../temp.ts";
import { AwsError, type JsonService, serveJson } from "./json-service.ts";

export interface KmsStandIn extends JsonService {
  /** Makes a key; `id` is the id or ARN by which it is asked for. Gives its public part (SubjectPublicKeyInfo, DER). */
  makeKey(id: string): Buffer;
}

const getPublicKey = z.object({ KeyId: z.string() });

const sign = z.object({
  KeyId: z.string(),
  Message: z.base64().transform((text) => Buffer.from(text, "base64")),
  MessageType: z.literal("DIGEST"),
  SigningAlgorithm: z.literal("ECDSA_SHA_256"),
});

export async function startKms(): Promise<KmsStandIn> {
  const keys = new Map<string, KeyPairKeyObjectResult>();
  const keyOf = (id: string): KeyPairKeyObjectResult => {
    const key = keys.get(id);
    if (key === undefined) throw new AwsError("NotFoundException", `there is no key ${id}`);
    return key;
  };
  const service = await serveJson({
    GetPublicKey(input) {
      const { KeyId } = getPublicKey.parse(input);
      return { KeyId, KeyUsage: "SIGN_VERIFY", PublicKey: publicPart(keyOf(KeyId)).toString("base64") };
    },
    async Sign(input) {
      const { KeyId, Message, SigningAlgorithm } = sign.parse(input);
      const signature = await signDigest(keyOf(KeyId), Message);
      return { KeyId, SigningAlgorithm, Signature: signature.toString("base64") };
    },
  });
  return Object.assign(service, {
    makeKey(id: string) {
      const key = generateKeyPairSync("ec", { namedCurve: "P-256" });
      keys.set(id, key);
      return publicPart(key);
    },
  });
}

function publicPart({ publicKey }: KeyPairKeyObjectResult): Buffer {
  return publicKey.export({ format: "der", type: "spki" });
}

/** By OpenSSL, since Node takes messages only, and no digests. */
async function signDigest({ privateKey }: KeyPairKeyObjectResult, digest: Buffer): Promise<Buffer> {
  await using folder = await tempFolder();
  const [key, message] = [join(folder.path, "key.pem"), join(folder.path, "digest")];
  await writeFile(key, privateKey.export({ format: "pem", type: "pkcs8" }), { mode: 0o600 });
  await writeFile(message, digest);
  // OpenSSL refuses what is not as long as a SHA-256.
  const parameters = ["pkeyutl", "-sign", "-inkey", key, "-in", message, "-pkeyopt", "digest:sha256"];
  const { stdout } = await promisify(execFile)("openssl", parameters, { encoding: "buffer" });
  return stdout;
}
