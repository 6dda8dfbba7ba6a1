/** A stand-in for Secrets Manager: secrets that a test puts there. */
import * as z from "zod";
import { AwsError, type JsonService, serveJson } from "./json-service.ts";

export interface SecretsStandIn extends JsonService {
  /** Sets a secret's text; `id` is the name or ARN by which it is asked for. */
  put(id: string, text: string): void;
}

const getSecretValue = z.object({ SecretId: z.string() });

export async function startSecrets(): Promise<SecretsStandIn> {
  const secrets = new Map<string, string>();
  const service = await serveJson({
    GetSecretValue(input) {
      const { SecretId: id } = getSecretValue.parse(input);
      const text = secrets.get(id);
      if (text === undefined) throw new AwsError("ResourceNotFoundException", `there is no secret ${id}`);
      return { ARN: id, Name: id, SecretString: text };
    },
  });
  return Object.assign(service, { put: (id: string, text: string) => void secrets.set(id, text) });
}
