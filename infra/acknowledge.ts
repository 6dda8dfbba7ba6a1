/** Says why a finding of the rule packs stays, at the one construct that it is about. */
import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

const PACKS = ["AwsSolutions", "NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321", "Serverless"] as const;

/** Rules that AwsSolutions knows by other names. */
const AWS_SOLUTIONS: Readonly<Record<string, string>> = {
  APIGWAuthorization: "APIG4",
  IAMNoWildcardPermissions: "IAM5",
  SecretsManagerRotationEnabled: "SMG4",
  SQSQueueDLQ: "SQS3",
};

/**
 * Acknowledges a rule of all packs that have it.
 * @param rule the rule's own name, such as `S3BucketReplicationEnabled`, with the finding in brackets where it has several
 * @param reason what a reviewer needs to agree
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  const [name = "", finding = ""] = rule.split(/(?=\[)/, 2);
  for (const pack of PACKS) {
    const id = pack === "AwsSolutions" ? (AWS_SOLUTIONS[name] ?? name) : name;
    Validations.of(construct).acknowledge({ id: `${pack}-${id}${finding}`, reason });
  }
}

/** Acknowledges that a policy names `arn`, which has a wildcard in it. */
export function acknowledgeWildcard(construct: IConstruct, arn: string, reason: string): void {
  const flat = flattened(Stack.of(construct).resolve(arn));
  acknowledge(construct, `IAMNoWildcardPermissions[Resource::${flat}]`, reason);
}

/** As the packs name it: `<LogicalId.Arn>/archive/*`. */
function flattened(value: unknown): string {
  if (Array.isArray(value)) return value.map(flattened).join("");
  if (typeof value !== "object" || value === null) return String(value);
  if ("Ref" in value) return `<${value.Ref}>`;
  if ("Fn::GetAtt" in value && Array.isArray(value["Fn::GetAtt"]))
    return `<${value["Fn::GetAtt"].join(".")}>`;
  if ("Fn::Join" in value && Array.isArray(value["Fn::Join"])) return flattened(value["Fn::Join"].slice(1));
  return JSON.stringify(value);
}
