/** What to do about a certificate that is not accepted, by the code that Node gives. */

/** Whoever signed it is not known here: mostly an authority of the company's own, whose proxy looks into connections. */
const NOT_TRUSTED = new Set([
  "CERT_UNTRUSTED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

const OTHERS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "its certificate has expired: check this machine's clock, or tell whoever runs the host",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: check this machine's clock",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "its certificate is for another host: check the address, and what stands between",
};

/** Undefined for a code that is none of a certificate's. */
export function certificateAdvice(code: string): string | undefined {
  if (NOT_TRUSTED.has(code))
    return "its certificate is not trusted here: if your network has an authority of its own, name its PEM file in NODE_EXTRA_CA_CERTS";
  return OTHERS[code];
}
