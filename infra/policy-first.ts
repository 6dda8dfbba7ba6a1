/** Makes a resource wait for its role's policy, as a function that starts without it fails at what it may not do yet. */
import { CfnResource, Lazy } from "aws-cdk-lib";
import type { ManagedPolicy, Role } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";

/** That the role itself stands first is said by the property that names it; the CDK says it twice, which cfn-lint warns of. */
export function policyFirst(
  { node }: Construct,
  { role, policy }: { role: Role; policy: ManagedPolicy },
): void {
  node.addDependency(policy);
  const resource = node.defaultChild as CfnResource;
  const others = () =>
    resource
      .obtainDependencies()
      .flatMap((each) =>
        CfnResource.isCfnResource(each) && each !== role.node.defaultChild ? [each.logicalId] : [],
      );
  resource.addOverride("DependsOn", Lazy.any({ produce: others }));
}
