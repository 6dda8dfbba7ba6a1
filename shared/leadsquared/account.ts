/** What identifies one LeadSquared account and the hosts that belong to it. */

export interface Account {
  /** The account number; a positive safe integer. */
  readonly orgId: number;
  /** The tenant id in the API's path; the org id unless configured otherwise. */
  readonly tenantId: number;
  /** Origin (and optional path prefix) of the API, without a final slash. */
  readonly baseUrl: string;
  /**
   * Hosts that attachments may be fetched from: host patterns (`*` is one label or a part of one; https, port 443 and
   * a public address only), or exact origins (`http://127.0.0.1:8080`), which the operator vouches for as they are.
   */
  readonly attachmentHosts: readonly string[];
  /** As `checkedDetailsPath` takes it, the inferred path of the documented call unless given; `off`: no details are asked for. */
  readonly detailsPath?: string | undefined;
}

/** The keys of an account, sent as `X-LSQ-ACCESS-KEY` and `X-LSQ-SECRET-KEY`. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Gives the keys; `refresh` reads them afresh after a 401, since they may have been rotated. */
export interface CredentialsReader {
  read(): Promise<Credentials>;
  refresh(): Promise<Credentials>;
}
