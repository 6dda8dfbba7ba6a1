/** Makes a certificate that signs itself, so that it is its own authority. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Paths of PEM files. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** @param host as openssl takes it, such as `DNS:api.example.test` */
export function makeCertificate(folder: string, host = "IP:127.0.0.1"): Certificate {
  const [certificate, key] = [join(folder, "certificate.pem"), join(folder, "key.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", "/CN=ticketvault", "-addext", `subjectAltName=${host}`];
  execFileSync("/usr/bin/openssl", ["req", ...kind, ...name, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  return { certificate, key };
}

/** How each of the tools is told to trust it. */
export function trusting({ certificate }: Certificate): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: certificate,
    CURL_CA_BUNDLE: certificate,
    AWS_CA_BUNDLE: certificate,
    RCLONE_CA_CERT: certificate,
  };
}
