/** One fixed address for the calls to LeadSquared: a network whose only way out is a NAT gateway with its own address. */
import {
  CfnEIP,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from "aws-cdk-lib/aws-ec2";
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Config } from "./config.ts";
import { KEPT } from "./kept.ts";

export interface Egress {
  readonly vpc: IVpc;
  readonly securityGroup: SecurityGroup;
  /** The public address; undefined of one that was there before the stack, which whoever gave it knows. */
  readonly address: string | undefined;
}

export interface EgressProps {
  readonly config: Pick<Config, "egressAllocationId" | "egressS3Endpoint">;
  readonly flowLogs: LogGroup;
}

/** One gateway in one zone, since the vendor's list takes one address; functions run in both zones. */
export function staticEgress(scope: Construct, { config, flowLogs }: EgressProps): Egress {
  const { egressAllocationId: given, egressS3Endpoint } = config;
  const eip = given === undefined ? elasticIp(scope) : undefined;
  const network = new Vpc(scope, "Network", {
    ipAddresses: IpAddresses.cidr("10.20.0.0/24"),
    maxAzs: 2,
    natGateways: 1,
    natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [eip?.attrAllocationId ?? given ?? ""] }),
    subnetConfiguration: [
      { name: "Public", subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
      { name: "Private", subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 26 },
    ],
    // Off the NAT gateway's bill: the archive's bytes, LeadSquared's files where they are of the same region, the pacer.
    gatewayEndpoints: {
      ...(egressS3Endpoint && { S3: { service: GatewayVpcEndpointAwsService.S3 } }),
      DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
    },
    restrictDefaultSecurityGroup: false,
  });
  // The class is not typed for exactOptionalPropertyTypes.
  const vpc = network as IVpc;
  logFlows(network, flowLogs);
  const securityGroup = new SecurityGroup(scope, "OnlyHttpsOut", {
    vpc,
    description: "Ticketvault: nothing in, HTTPS out.",
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), "LeadSquared, its files, AWS");
  acknowledge(
    vpc,
    "VPCDefaultSecurityGroupClosed",
    "Nothing uses the default group, and only the network's own deployer may start something in it; closing it takes a function with rights on all groups of the account.",
  );
  acknowledge(
    vpc,
    "VPCNoUnrestrictedRouteToIGW",
    "The public subnets hold the NAT gateway alone, which needs this route; nothing in them gets a public address by itself.",
  );
  return { vpc, securityGroup, address: eip?.attrPublicIp };
}

/** It stands in the vendor's whitelist. */
function elasticIp(scope: Construct): CfnEIP {
  const eip = new CfnEIP(scope, "ElasticIp", { domain: "vpc" });
  eip.applyRemovalPolicy(KEPT);
  return eip;
}

function logFlows(vpc: Vpc, flowLogs: LogGroup): void {
  const role = new Role(vpc, "FlowLogRole", {
    assumedBy: new ServicePrincipal("vpc-flow-logs.amazonaws.com"),
  });
  new ManagedPolicy(role, "MayLog", {
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resources: [flowLogs.logGroupArn],
      }),
    ],
  });
  vpc.addFlowLog("FlowLog", {
    destination: FlowLogDestination.toCloudWatchLogs(flowLogs, role.withoutPolicyUpdates()),
    trafficType: FlowLogTrafficType.REJECT,
  });
}
