/** What the owner of the AWS account asks of every stack: where it may be, and what bounds its roles. */
import { Aws, CfnRule, Fn, type Stack } from "aws-cdk-lib";
import { ManagedPolicy, PermissionsBoundary } from "aws-cdk-lib/aws-iam";

/** CloudFormation itself refuses to make or change anything elsewhere, whoever deploys and however. */
export function allowRegions(stack: Stack, regions: readonly string[] | undefined): void {
  if (regions === undefined) return;
  new CfnRule(stack, "AllowedRegions", {
    assertions: [
      {
        assert: Fn.conditionContains([...regions], Aws.REGION),
        assertDescription: `The setting allowedRegions keeps this stack's data in ${regions.join(", ")}.`,
      },
    ],
  });
}

export function boundRoles(stack: Stack, policyArn: string): void {
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyArn(stack, "Boundary", policyArn));
}
