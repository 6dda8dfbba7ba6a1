/** A stand-in for Secrets Manager: secrets that a test puts there. */
import * as z from "zod";
import { AwsError, type JsonService, serveJson } from "./json-service.ts";

export interface SecretsStandIn extends JsonService {
  /** Sets a secret's text; `id` is the name or ARN by which it is asked for. */
  put(id: string, text: string): void;
}

const VERSION = "00000000-0000-4000-8000-000000000000";

const getSecretValue = z.object({ SecretId: z.string() });

export async function startSecrets(): Promise<SecretsStandIn> {
  const secrets = new Map<string, string>();
  const service = await serveJson({
    GetSecretValue(input) {
      const { SecretId: id } = getSecretValue.parse(input);
      const text = secrets.get(id);
      if (text === undefined) throw new AwsError("ResourceNotFoundException", `there is no secret ${id}`);
      const version = { VersionId: VERSION, VersionStages: ["AWSCURRENT"], CreatedDate: 1_767_323_045 };
      return { ARN: id, Name: id, SecretString: text, ...version };
    },
  });
  return Object.assign(service, { put: (id: string, text: string) => void secrets.set(id, text) });
}
