/** Says what a failed request to S3 means: which server, what it said, and what to do. */
import { certificateAdvice } from "../certificate-advice.ts";
import { StoreError } from "../errors.ts";
import { isNamed, isThrottled, NAMELESS, statusOf } from "./s3-answers.ts";
import { serverOf } from "./s3-server.ts";

/** What S3 says of credentials, and what it means. */
const CREDENTIALS: Readonly<Record<string, string>> = {
  InvalidToken: "the session token is not valid; check AWS_SESSION_TOKEN, or get new credentials",
  InvalidAccessKeyId: "the server does not know the access key",
  // Versity's word for it, with the status 404.
  XAdminUserNotFound: "the server does not know the access key",
  SignatureDoesNotMatch: "the secret access key is not the one of the access key",
  RequestTimeTooSkewed: "this machine's clock is wrong",
};

const KEY_TOO_LONG = ["KeyTooLongError", "KeyTooLong", "InvalidObjectName", "InvalidURI", "NameTooLong"];

/** A failed request. */
interface Failed {
  readonly error: unknown;
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  /** The code that S3 gave, or the SDK's or the system's name of the error. */
  readonly name: string;
  /** Makes the error. */
  fail(code: string, text: string, retryable?: boolean): StoreError;
}

/** @param where the key, and the place that it is in */
export function storeError(error: unknown, where: string): StoreError {
  const failed: Failed = {
    error,
    status: statusOf(error),
    name: error instanceof Error ? error.name : "unknown",
    fail: (code, text, retryable = false) =>
      new StoreError(code, `${where}: ${text}`, { cause: error, retryable }),
  };
  return wrongPlace(failed) ?? refused(failed) ?? passing(failed) ?? lasting(failed);
}

function wrongPlace({ error, status, name, fail }: Failed): StoreError | undefined {
  if (name === "NoSuchBucket") {
    return fail("no-such-bucket", "the bucket does not exist; check its name and region");
  }
  const region = regionNamed(error);
  if (region !== undefined) {
    const advice = `set that region (--region ${region}, or AWS_REGION)`;
    return fail("wrong-region", `the bucket is in the region ${region} (${name}); ${advice}`);
  }
  if (status !== 301) return undefined;
  return fail("wrong-region", `the bucket is in another region (${name}); set it (--region, or AWS_REGION)`);
}

function refused({ status, name, fail }: Failed): StoreError | undefined {
  if (status === 400 && name === NAMELESS) {
    const advice =
      "check that the bucket's KMS key is enabled, not pending deletion, and yours, and that the AWS credentials have not expired";
    return fail("access-denied", `S3 answers 400 and gives no reason; ${advice}`, true);
  }
  // Where the credentials are a function's or a role's, the next try takes new ones.
  if (name === "ExpiredToken") return fail("access-denied", "the AWS credentials have expired", true);
  const wrong = CREDENTIALS[name];
  if (wrong !== undefined) return fail("access-denied", `S3 refused (${name}): ${wrong}`);
  if (status === 401 || status === 403 || name === "CredentialsProviderError") {
    const advice = "check the AWS credentials, their policy and the bucket's";
    return fail("access-denied", `S3 refused (${name}); ${advice}`);
  }
  return undefined;
}

function passing({ error, status, name, fail }: Failed): StoreError | undefined {
  if (status === undefined) return fail("unreachable", notReached(error), true);
  const busy = status >= 500 || [408, 409, 429].includes(status) || isThrottled(error);
  return busy ? fail("busy", `S3 answers ${status} (${name})`, true) : undefined;
}

function lasting({ error, status, name, fail }: Failed): StoreError {
  const answer = `S3 answers ${status} (${name})`;
  if (name.startsWith("KMS.")) {
    const advice =
      "the bucket's KMS key cannot be used; check that it is enabled, not pending deletion, and yours";
    return fail("access-denied", `${answer}: ${advice}`);
  }
  if (isNamed(error, ...KEY_TOO_LONG)) {
    const advice = "the key, or a part of it, is longer than this server takes; choose a shorter prefix";
    return fail("key-too-long", `${answer}: ${advice}`);
  }
  if (name === "Error" || name === "NotFound") {
    const server = serverOf(error) ?? "the server";
    return fail("failed", `${server} answers ${status}, and not as S3 does; check the endpoint`);
  }
  return fail("failed", answer);
}

/** The region that S3 names when it was asked in another one. */
function regionNamed(error: unknown): string | undefined {
  if (
    !isNamed(
      error,
      "PermanentRedirect",
      "AuthorizationHeaderMalformed",
      "IllegalLocationConstraintException",
      NAMELESS,
    )
  )
    return undefined;
  const { Region, $response } = error as {
    Region?: unknown;
    $response?: { headers?: Record<string, unknown> };
  };
  const region =
    Region ?? (statusOf(error) === 301 ? $response?.headers?.["x-amz-bucket-region"] : undefined);
  return typeof region === "string" && /^[a-z0-9-]{1,40}$/.test(region) ? region : undefined;
}

/** What the system says, in words where its code does not speak for itself. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "it broke the connection off",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name cannot be looked up now",
  ETIMEDOUT: "it does not answer in time",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  EPROTO: "TLS fails; it may speak plain http",
  ERR_SSL_WRONG_VERSION_NUMBER: "TLS fails; it may speak plain http",
  HPE_INVALID_CONSTANT: "it does not speak http; it may want https",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer in time",
  UND_ERR_HEADERS_TIMEOUT: "it does not answer in time",
  UND_ERR_BODY_TIMEOUT: "it does not answer in time",
  UND_ERR_SOCKET: "it broke the connection off",
  TimeoutError: "it does not answer in time",
};

function notReached(error: unknown): string {
  const server = serverOf(error);
  const code = systemCode(error);
  const words = REASONS[code] ?? certificateAdvice(code);
  const reason = words === undefined ? code : `${words} (${code})`;
  return `${server === undefined ? "S3" : `the S3 server ${server}`} cannot be reached: ${reason}`;
}

/** The system's code of an error, or of the first of those that connecting to several addresses gave. */
function systemCode(error: unknown): string {
  const { code, errors, name } = error as { code?: unknown; errors?: readonly unknown[]; name?: unknown };
  if (typeof code === "string") return code;
  return errors?.[0] === undefined ? String(name) : systemCode(errors[0]);
}
