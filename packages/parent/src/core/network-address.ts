import { isIPv4, isIPv6 } from 'node:net'

const V6_GROUPS = 8
const V6_NETWORK_GROUPS = 4

/** The network that an address belongs to: /24 of IPv4 (also where it is mapped into IPv6), /64 of IPv6. Nothing for what is no address. */
export function networkOf(address: string): string | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address.replace(/%.*$/, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return undefined
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const front = groups(head)
  const back = tail === undefined ? [] : groups(tail)
  const filled =
    tail === undefined ? front : [...front, ...Array<string>(Math.max(0, V6_GROUPS - front.length - back.length)).fill('0'), ...back]
  const network = filled.slice(0, V6_NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}
