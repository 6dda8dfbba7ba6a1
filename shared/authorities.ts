/** Time-stamping authorities as an operator names them: their addresses, and the certificates that vouch for them. */
import { X509Certificate } from "node:crypto";
import { UsageError } from "./errors.ts";

/** An authority that answers RFC 3161 over HTTP. */
export interface Authority {
  readonly url: string;
  /** Host, and port where one is named, as it stands in the names of tokens: `timestamp.example.com`, `127.0.0.1-3161`. */
  readonly name: string;
  /** The exact origin of a stand-in on this machine, which alone may have no public address. */
  readonly localOrigin: string | undefined;
}

const LOCAL = ["127.0.0.1", "localhost"];

/** http:// is usual: an answer is signed, and what is asked is a digest. @throws UsageError naming the address */
export function parseAuthority(text: string): Authority {
  const url = URL.parse(text.trim());
  const isPlain = url?.username === "" && url.password === "" && url.hash === "";
  const name = url?.host.replace(":", "-") ?? "";
  if (!isPlain || !/^https?:$/.test(url.protocol) || !/^[a-z0-9.-]{1,100}$/.test(name))
    throw new UsageError(
      `${JSON.stringify(text)} is no address of a time-stamping authority, such as http://timestamp.example.com/tsr.`,
    );
  return { url: url.href, name, localOrigin: LOCAL.includes(url.hostname) ? url.origin : undefined };
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** The certificates in a file's bytes: PEM, one or more, or one as DER. @throws Error where they are none */
export function certificatesIn(bytes: Uint8Array): readonly X509Certificate[] {
  const pem = Buffer.from(bytes).toString("latin1").match(PEM);
  return pem === null ? [new X509Certificate(bytes)] : pem.map((each) => new X509Certificate(each));
}
