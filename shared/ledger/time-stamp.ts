/** RFC 3161: asks for and reads what a time-stamping authority says of an entry of a ledger. Bytes in, bytes out. */
import { hash, randomBytes, type X509Certificate } from "node:crypto";
import { Integer, OctetString } from "asn1js";
import {
  AlgorithmIdentifier,
  Certificate,
  ExtKeyUsage,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from "pkijs";
import { IntegrityError } from "../errors.ts";

const SHA256 = "2.16.840.1.101.3.4.2.1";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
const EXTENDED_KEY_USAGE = "2.5.29.37";

/** What a request says, and its DER form. */
export interface TimeStampQuery {
  readonly der: Uint8Array;
  /** Told once: an answer to another request has another one. */
  readonly nonce: string;
}

/** What an authority says: these bytes were there at that time. */
export interface TimeStamp {
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  readonly time: Date;
  /** The request's, hex; undefined where the authority says none. */
  readonly nonce: string | undefined;
}

/** Asks for a time stamp of these bytes, with the authority's certificates in it. */
export function timeStampQuery(bytes: Uint8Array): TimeStampQuery {
  const nonce = randomBytes(8);
  // DER: no leading zeros, and no negative number.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: hash("sha256", bytes, "buffer") }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  });
  return { der: Buffer.from(request.toSchema().toBER()), nonce: nonce.toString("hex") };
}

/**
 * Reads an authority's answer (TimeStampResp, DER), which is kept as it came. Who signed it is not looked at.
 * @throws IntegrityError `time-stamp-unreadable` for what is none, or grants none; `where` names it
 */
export function readTimeStamp(answer: Uint8Array, where: string): TimeStamp {
  return readable(where, () => {
    const { info } = partsOf(answer);
    const { messageImprint, genTime, nonce } = info;
    if (messageImprint.hashAlgorithm.algorithmId !== SHA256) throw new Error("another digest");
    return {
      sha256: hexOf(messageImprint.hashedMessage.getValue()),
      time: genTime,
      nonce: nonce && hexOf(nonce.valueBlock.valueHexView),
    };
  });
}

/**
 * Whether the answer's signature is of these bytes and by an authority that one of the certificates vouches for, at the
 * time that it says.
 * @param trusted certificates (PEM or DER) of roots, or of authorities
 * @throws IntegrityError as `readTimeStamp` does
 */
export async function isTimeStampOf(
  answer: Uint8Array,
  bytes: Uint8Array,
  trusted: readonly X509Certificate[],
  where: string,
): Promise<boolean> {
  const { signed, info } = readable(where, () => partsOf(answer));
  try {
    const { signatureVerified, signerCertificateVerified, signerCertificate } = await signed.verify({
      signer: 0,
      data: Uint8Array.from(bytes).buffer,
      trustedCerts: trusted.map(({ raw }) => Certificate.fromBER(Uint8Array.from(raw).buffer)),
      checkChain: true,
      checkDate: info.genTime,
      extendedMode: true,
    });
    const isSigned = signatureVerified === true && signerCertificateVerified === true;
    return isSigned && isForTimeStamping(signerCertificate);
  } catch {
    // The library throws what it finds, as well as what it cannot read.
    return false;
  }
}

/** What a certificate must be for, and for nothing else (RFC 3161, 2.3). */
function isForTimeStamping(certificate: Certificate | null | undefined): boolean {
  const usage = certificate?.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)?.parsedValue;
  return usage instanceof ExtKeyUsage && usage.keyPurposes.join() === TIME_STAMPING;
}

function partsOf(answer: Uint8Array): { readonly signed: SignedData; readonly info: TSTInfo } {
  const { status, timeStampToken } = TimeStampResp.fromBER(Uint8Array.from(answer).buffer);
  // 0 grants it, 1 with changes.
  if (status.status > 1 || timeStampToken === undefined) throw new Error(`refused: ${status.status}`);
  const signed = new SignedData({ schema: timeStampToken.content });
  const content = signed.encapContentInfo.eContent?.getValue();
  if (content === undefined) throw new Error("no content");
  return { signed, info: TSTInfo.fromBER(content) };
}

function readable<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    const message = `${where} is no time stamp that an authority granted.`;
    throw new IntegrityError("time-stamp-unreadable", message, { cause });
  }
}

function hexOf(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString("hex");
}
