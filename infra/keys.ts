/** The KMS keys: one encrypts the evidence, one what surrounds it, and one signs the ledger. */
import { DefaultStackSynthesizer, Fn, Stack } from "aws-cdk-lib";
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { unlessPrincipalIs } from "./break-glass.ts";
import { KEPT } from "./kept.ts";

/**
 * Encrypts the archive, what is staged for it and what is exported from it. Who destroys this key destroys the evidence
 * without touching a lock, so its policy denies that to all but the break-glass role. The stack does not grant it to
 * that role either.
 */
export function vaultKey(scope: Construct, breakGlassRoleArn: string): Key {
  const key = new Key(scope, "VaultKey", {
    description: "Ticketvault: the archive and what passes by it. Without it the evidence cannot be read.",
    enableKeyRotation: true,
    removalPolicy: KEPT,
  });
  denyDestroying(key, breakGlassRoleArn);
  return key;
}

/**
 * Signs the ledger. Old entries are checked with the public key that is published beside them, new ones need this key.
 * KMS cannot rotate keys that sign: another key is introduced by an entry of the ledger.
 */
export function signingKey(scope: Construct, breakGlassRoleArn: string): Key {
  const key = new Key(scope, "SigningKey", {
    description: "Ticketvault: signs the ledger of all that is archived.",
    keySpec: KeySpec.ECC_NIST_P256,
    keyUsage: KeyUsage.SIGN_VERIFY,
    removalPolicy: KEPT,
  });
  denyDestroying(key, breakGlassRoleArn);
  return key;
}

/**
 * CloudFormation's role may: a first deployment that fails takes its keys with it, and nobody would be left who can. What
 * it could do to a key it could also do by changing this policy, which it has to be able to.
 */
function denyDestroying(key: Key, breakGlassRoleArn: string): void {
  const { synthesizer } = Stack.of(key);
  const deploying =
    synthesizer instanceof DefaultStackSynthesizer
      ? [Fn.sub(synthesizer.cloudFormationExecutionRoleArn)]
      : [];
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "OnlyBreakGlassDestroysTheKey",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["kms:ScheduleKeyDeletion", "kms:DisableKey"],
      resources: ["*"],
      conditions: unlessPrincipalIs(breakGlassRoleArn, ...deploying),
    }),
  );
}

/** Encrypts secrets, logs, alarms and unread webhooks. Retained, as retained logs and secrets are read with it. */
export function serviceKey(scope: Construct): Key {
  const { account, region, partition } = Stack.of(scope);
  const key = new Key(scope, "ServiceKey", {
    description: "Ticketvault: secrets, logs, alarms and unread webhooks.",
    enableKeyRotation: true,
    removalPolicy: KEPT,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LogsOfThisAccount",
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      resources: ["*"],
      conditions: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
  );
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": account } },
    }),
  );
  return key;
}
