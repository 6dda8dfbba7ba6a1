/** Reads an account's keys from AWS Secrets Manager. */
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { LeadSquaredError, UsageError } from "../errors.ts";
import type { Credentials, CredentialsReader } from "./account.ts";
import { parseCredentials } from "./credentials.ts";

export interface SecretsManagerOptions {
  readonly client: SecretsManagerClient;
  /** Name or ARN of a secret whose text is `{"accessKey": …, "secretKey": …}`. */
  readonly secretId: string;
}

/** Errors that stay until somebody changes the secret's name or the permissions. */
const PERMANENT = new Set([
  "ResourceNotFoundException",
  "AccessDeniedException",
  "InvalidParameterException",
]);

/** Reads the secret once and keeps it; `refresh` reads it again, for all that come after too. */
export function secretsManagerCredentials({ client, secretId }: SecretsManagerOptions): CredentialsReader {
  let kept: Promise<Credentials> | undefined;

  const refresh = (): Promise<Credentials> => {
    const reading = fetchSecret(client, secretId);
    kept = reading;
    // A failure is told to whoever asked, and the next one asks anew.
    reading.catch(() => {
      if (kept === reading) {
        kept = undefined;
      }
    });
    return reading;
  };

  return { read: () => kept ?? refresh(), refresh };
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<Credentials> {
  const secret = await client
    .send(new GetSecretValueCommand({ SecretId: secretId }))
    .catch((error: unknown) => {
      throw unavailable(secretId, error);
    });
  return parseCredentials(secret.SecretString ?? "", `the secret ${secretId}`);
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
