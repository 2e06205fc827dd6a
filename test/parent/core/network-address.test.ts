import { networkOf } from '@tributary/parent/core/network-address'
import { describe, expect, test } from 'vitest'

describe('the network of', () => {
  test.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0000:0000:ffff::1', '2001:db8:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['300.0.2.7', undefined],
    ['1:2:3', undefined],
    ['unknown', undefined],
    ['', undefined],
  ])('%s is %s', (address, network) => expect(networkOf(address)).toBe(network))
})
