/** The keys that sign: a file of this machine, and KMS. */
import { createHash, generateKeyPairSync, sign, verify } from "node:crypto";
import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { isSignatureOf } from "../../shared/ledger/public-key.ts";
import { kmsSigner } from "../../shared/seal/kms-signer.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { tempFolder } from "../temp.ts";

const BYTES = Buffer.from("an entry");

describe("a key in a file", () => {
  it("is made once, for its owner alone, however many ask at once", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "keys/ledger.pem");

    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => (await localSigner(path).publicKey()).id),
    );

    expect(new Set(ids).size).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    const signer = localSigner(path);
    expect(isSignatureOf(BYTES, await signer.sign(BYTES), await signer.publicKey())).toBe(true);
  });

  it("is refused when others can read it", async () => {
    await using folder = await tempFolder();
    const path = join(folder.path, "ledger.pem");
    await localSigner(path).publicKey();
    await chmod(path, 0o640);
    await expect(localSigner(path).sign(BYTES)).rejects.toThrow(/chmod 600/);
  });

  it.each([
    ["another curve", () => generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey],
    ["another algorithm", () => generateKeyPairSync("ed25519").privateKey],
  ])("is refused when it is of %s, and stays as it is", async (_, make) => {
    await using folder = await tempFolder();
    const path = join(folder.path, "ledger.pem");
    const pem = make().export({ format: "pem", type: "pkcs8" });
    await writeFile(path, pem, { mode: 0o600 });
    await expect(localSigner(path).publicKey()).rejects.toMatchObject({ code: "key-unusable" });
    expect(await readFile(path, "utf8")).toBe(pem);
  });
});

describe("a key of KMS", () => {
  function kms() {
    const client = new KMSClient({ region: "ap-south-1" });
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    return { mock: mockClient(client), pair, signer: kmsSigner({ client, keyId: "alias/ledger" }) };
  }

  it("signs the digest, and its public key is asked for once", async () => {
    const { mock, pair, signer } = kms();
    const der = pair.publicKey.export({ format: "der", type: "spki" });
    mock.on(GetPublicKeyCommand, { KeyId: "alias/ledger" }).resolves({ PublicKey: der });
    mock.on(SignCommand).resolves({ Signature: sign("sha256", BYTES, pair.privateKey) });

    const { key } = await signer.publicKey();
    await signer.publicKey();
    const signature = await signer.sign(BYTES);

    expect(verify("sha256", BYTES, key, signature)).toBe(true);
    expect(mock.commandCalls(GetPublicKeyCommand)).toHaveLength(1);
    expect(mock.commandCalls(SignCommand)[0]?.args[0].input).toEqual({
      KeyId: "alias/ledger",
      Message: createHash("sha256").update(BYTES).digest(),
      MessageType: "DIGEST",
      SigningAlgorithm: "ECDSA_SHA_256",
    });
  });

  it("forgets a failure, and says whether trying again helps", async () => {
    const { mock, pair, signer } = kms();
    const failed = (name: string) => Object.assign(new Error("no"), { name });
    const der = pair.publicKey.export({ format: "der", type: "spki" });
    mock
      .on(GetPublicKeyCommand)
      .rejectsOnce(failed("KMSInternalException"))
      .rejectsOnce(failed("AccessDeniedException"))
      .resolves({ PublicKey: der });

    await expect(signer.publicKey()).rejects.toMatchObject({ code: "key-unavailable", retryable: true });
    await expect(signer.publicKey()).rejects.toThrow(/alias\/ledger .*kms:GetPublicKey/);
    expect((await signer.publicKey()).id).toMatch(/^[0-9a-f]{64}$/);
  });

  it("of another curve is refused", async () => {
    const { mock, signer } = kms();
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-384" });
    mock.on(GetPublicKeyCommand).resolves({ PublicKey: publicKey.export({ format: "der", type: "spki" }) });
    await expect(signer.publicKey()).rejects.toMatchObject({ code: "bad-public-key" });
  });
});
