/** Recognisable values in every secret that the sandbox gives out, so that tests can search for leaks. */

/** The access key of a sandbox unless another one is asked for. */
export const ACCESS_KEY_CANARY = "CANARY-ACCESS-KEY-3f9d27c1a05e";

/** The secret key of a sandbox unless another one is asked for. */
export const SECRET_KEY_CANARY = "CANARY-SECRET-KEY-b84e61d90c7f";

/** Stands in the `X-Amz-Security-Token` of every minted URL. */
export const TOKEN_CANARY = "CANARY-TOKEN-60c2e7f4ab13";

/** Stands in the `X-Amz-Credential` of every minted URL. */
export const CREDENTIAL_CANARY = "CANARY-CREDENTIAL-91be03d6f27a";

/** What every canary begins with: this string in a log, an error or an archive is a leak. */
export const CANARY = "CANARY-";
