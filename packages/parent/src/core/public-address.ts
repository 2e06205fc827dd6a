import { BlockList, isIP } from 'node:net'

// https://www.iana.org/assignments/iana-ipv4-special-registry: what is somebody's own, of the link, of tests, or of many at once.
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // A public address at which Azure answers its machines about themselves; the other clouds' are link-local or carrier-grade.
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

// Within what is routed at all: protocols (Teredo among them), documentation, and 6to4, which carries an address of the old kind.
const SPECIAL_IPV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const special = new BlockList()
for (const [address, prefix] of SPECIAL_IPV4) special.addSubnet(address, prefix, 'ipv4')
for (const [address, prefix] of SPECIAL_IPV6) special.addSubnet(address, prefix, 'ipv6')

// Only these are routed on the internet. Loopback, mapped and compatible addresses, NAT64, unique local, link-local and multicast are outside.
const routed = new BlockList()
routed.addSubnet('2000::', 3, 'ipv6')

/** Whether an address (not a name) is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !special.check(address, 'ipv4')
  // `fe80::1%eth0`: an address that needs the name of an interface is of this machine's own network.
  if (family !== 6 || address.includes('%')) return false
  return routed.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
