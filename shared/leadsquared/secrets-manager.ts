/** Reads secrets from AWS Secrets Manager: an account's keys, or any other text. */
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { LeadSquaredError, UsageError } from "../errors.ts";
import { once } from "../once.ts";
import type { Credentials, CredentialsReader } from "./account.ts";
import { parseCredentials } from "./credentials.ts";

export interface SecretsManagerOptions {
  readonly client: SecretsManagerClient;
  /** Name or ARN of a secret; that of an account's keys has the text `{"accessKey": …, "secretKey": …}`. */
  readonly secretId: string;
}

/** Errors that stay until somebody changes the secret's name or the permissions. */
const PERMANENT = new Set([
  "ResourceNotFoundException",
  "AccessDeniedException",
  "InvalidParameterException",
]);

/** Reads the secret once and keeps it; `refresh` reads it again, for all that come after too. */
export function secretsManagerCredentials(options: SecretsManagerOptions): CredentialsReader {
  const read = once(() => fetchSecret(options));
  return { read, refresh: read.again };
}

async function fetchSecret(options: SecretsManagerOptions): Promise<Credentials> {
  return parseCredentials(await readSecretText(options), `the secret ${options.secretId}`);
}

/**
 * The text of a secret, read afresh; "" when it holds none.
 * @throws UsageError when the name or the permissions are wrong; LeadSquaredError `credentials-unavailable` (retryable)
 */
export async function readSecretText({ client, secretId }: SecretsManagerOptions): Promise<string> {
  const secret = await client
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((error: unknown) => {
      throw unavailable(secretId, error);
    });
  return secret.SecretString ?? "";
}

function unavailable(secretId: string, error: unknown): Error {
  const name = error instanceof Error ? error.name : "unknown error";
  const what = `The secret ${secretId} cannot be read from AWS Secrets Manager (${name}).`;
  return PERMANENT.has(name)
    ? new UsageError(`${what} Check its name, its region and the permission secretsmanager:GetSecretValue.`, {
        cause: error,
      })
    : new LeadSquaredError("credentials-unavailable", `${what} Try again later.`, {
        cause: error,
        retryable: true,
      });
}
