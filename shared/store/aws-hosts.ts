/** Tells AWS's own S3 hosts from other people's servers. */

/**
 * The suffixes of AWS's partitions, IPv6 and dual-stack ones among them.
 * Source: the partitions that the AWS SDK for JavaScript 3.1169 knows (`dnsSuffix`, `dualStackDnsSuffix`).
 */
const SUFFIXES = [
  "amazonaws.com",
  "api.aws",
  "amazonaws.com.cn",
  "api.amazonwebservices.com.cn",
  "amazonaws.eu",
  "api.amazonwebservices.eu",
  "c2s.ic.gov",
  "api.aws.ic.gov",
  "sc2s.sgov.gov",
  "api.aws.scloud",
  "cloud.adc-e.uk",
  "api.cloud-aws.adc-e.uk",
  "csp.hci.ic.gov",
  "api.aws.hci.ic.gov",
];

/** @param host a host name, with or without a port */
export function isAwsHost(host: string): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "");
  return SUFFIXES.some((suffix) => name.endsWith(`.${suffix}`));
}
