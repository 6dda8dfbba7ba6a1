/** Tells addresses of the public internet from private, local and special ones. */
import { BlockList, isIP } from "node:net";

/** IPv4 that is not globally reachable, from the IANA IPv4 Special-Purpose Address Registry, with multicast. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, cloud metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** Inside 2000::/3, the only global unicast space of IPv6, what is special or leads to an IPv4 address. */
const SPECIAL_IPV6: readonly (readonly [string, number])[] = [
  ["2001::", 23], // protocol assignments, Teredo
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4
  ["3fff::", 20], // documentation
];

const special = new BlockList();
for (const [network, prefix] of SPECIAL_IPV4) {
  special.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of SPECIAL_IPV6) {
  special.addSubnet(network, prefix, "ipv6");
}

const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** True for an address literal that the public internet routes; false for any other text too. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) {
    return !special.check(address, "ipv4");
  }
  // IPv4-mapped, NAT64, unique local, link-local and multicast addresses all lie outside of 2000::/3.
  return isIP(address) === 6 && globalUnicast.check(address, "ipv6") && !special.check(address, "ipv6");
}
