/** What AWS asks for, in the two regions that docs/costs.md reckons for. */

export const REGIONS = ["us-east-1", "ap-south-1"] as const;
export type Region = (typeof REGIONS)[number];

export interface Price {
  /** US dollars for `per` units. */
  readonly usd: Readonly<Record<Region, number>>;
  readonly per: number;
  readonly unit: string;
  /** Seen on a public page. */
  readonly checked: readonly Region[];
}

/** Without free tiers and discounts. */
export const PRICES = {
  s3Put: price([0.005, 0.005], 1_000, "S3 PUT, COPY or LIST requests"),
  s3Get: price([0.0004, 0.0004], 1_000, "S3 GET or HEAD requests"),
  s3Month: price([0.023, 0.025], 1, "GB-months of S3 Standard"),
  download: price([0.09, 0.1093], 1, "GB to the internet", []),
  lambda: price([0.0000133334, 0.0000133334], 1, "GB-seconds of Lambda on arm64"),
  lambdaRequest: price([0.2, 0.2], 1_000_000, "Lambda requests"),
  dynamoWrite: price([0.625, 0.7115], 1_000_000, "DynamoDB write units, on demand"),
  dynamoRead: price([0.125, 0.1425], 1_000_000, "DynamoDB read units, on demand"),
  sqs: price([0.4, 0.4], 1_000_000, "SQS requests"),
  event: price([1, 1], 1_000_000, "EventBridge custom events"),
  http: price([1, 1.05], 1_000_000, "API Gateway HTTP API requests", []),
  logs: price([0.5, 0.67], 1, "GB of logs taken in by CloudWatch"),
  trace: price([5, 5], 1_000_000, "X-Ray traces", []),
  kmsKey: price([1, 1], 1, "KMS keys, a month"),
  kms: price([0.03, 0.03], 10_000, "KMS requests"),
  kmsSign: price([0.15, 0.15], 10_000, "KMS signatures by an elliptic-curve key"),
  secret: price([0.4, 0.4], 1, "secrets in Secrets Manager, a month"),
  secretRead: price([0.05, 0.05], 10_000, "Secrets Manager requests"),
  alarm: price([0.1, 0.1], 1, "CloudWatch alarms, a month", []),
  metric: price([0.3, 0.3], 1, "CloudWatch custom metrics, a month"),
  dashboard: price([3, 3], 1, "CloudWatch dashboards, a month"),
  natHour: price([0.045, 0.056], 1, "hours of a NAT gateway", ["us-east-1", "ap-south-1"]),
  natGb: price([0.045, 0.056], 1, "GB through a NAT gateway"),
  ipHour: price([0.005, 0.005], 1, "hours of a public IPv4 address"),
} as const satisfies Record<string, Price>;

/** @param usd in the order of `REGIONS` */
function price(
  [virginia, mumbai]: readonly [number, number],
  per: number,
  unit: string,
  checked: readonly Region[] = ["us-east-1"],
): Price {
  return { usd: { "us-east-1": virginia, "ap-south-1": mumbai }, per, unit, checked };
}
