/** The secrets that the functions read: the account's keys, which somebody has to fill in, and the webhook's. */
import type { Key } from "aws-cdk-lib/aws-kms";
import { type ISecret, Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { KEPT } from "./kept.ts";

/** `{"accessKey": "", "secretKey": …}`: the empty key makes every call fail with a message until both are filled in. */
export function credentialsSecret(scope: Construct, key: Key): Secret {
  const secret = new Secret(scope, "Credentials", {
    description: 'LeadSquared\'s keys: {"accessKey": "…", "secretKey": "…"}. Fill in both.',
    encryptionKey: key,
    removalPolicy: KEPT,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ accessKey: "" }),
      generateStringKey: "secretKey",
      excludePunctuation: true,
    },
  });
  acknowledge(
    secret,
    "SecretsManagerRotationEnabled",
    "Only LeadSquared's administrator can make new keys, and by hand. After a rotation the functions read them afresh by themselves.",
  );
  return secret;
}

/**
 * `{"current": …}`, generated; a rotation adds `"previous"` until LeadSquared sends the new one.
 * @param given the ARN of one that is there already, such as an earlier stack's
 */
export function webhookSecret(scope: Construct, key: Key, given: string | undefined): ISecret {
  if (given !== undefined) return Secret.fromSecretCompleteArn(scope, "WebhookSecret", given);
  const secret = new Secret(scope, "WebhookSecret", {
    description: 'What LeadSquared\'s webhook sends in its header: {"current": "…", "previous": "…"}.',
    encryptionKey: key,
    removalPolicy: KEPT,
    generateSecretString: {
      secretStringTemplate: "{}",
      generateStringKey: "current",
      passwordLength: 48,
      excludePunctuation: true,
    },
  });
  acknowledge(
    secret,
    "SecretsManagerRotationEnabled",
    "LeadSquared's administrator enters the value by hand; a rotation that he does not know of would shut the webhook. Current and previous value are accepted, so that he can rotate without a gap.",
  );
  return secret as ISecret;
}
