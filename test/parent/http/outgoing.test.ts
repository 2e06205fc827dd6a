import type { LookupAddress } from 'node:dns'
import { createServer, type Server } from 'node:net'
import { isPublicAddress } from '@tributary/parent/core/public-address'
import { type FindAddresses, postOutside, refusedUrl } from '@tributary/parent/http/outgoing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startReceiver } from '../../support/receiver.ts'

let everywhere: Server
let port: number
let reached = 0

beforeAll(async () => {
  everywhere = createServer((socket) => {
    reached++
    socket.destroy()
  })
  // All addresses of this machine, of both kinds.
  await new Promise<void>((resolve) => everywhere.listen(0, '::', resolve))
  port = (everywhere.address() as { port: number }).port
})
afterAll(() => {
  everywhere.close()
})

const address = (text: string): LookupAddress => ({ address: text, family: text.includes(':') ? 6 : 4 })
/** A resolver that says one thing after the other, and the last one from then on. */
const resolving = (...answers: (Error | string[])[]): FindAddresses => {
  let asked = 0
  return (_, __, done) => {
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? []
    if (answer instanceof Error) done(answer, [])
    else done(null, answer.map(address))
  }
}
const post = (host: string, findAddresses?: FindAddresses) =>
  postOutside(`https://${host}:${port}/`, {}, '{}', { allowsPrivate: false, timeoutMs: 2_000, ...(findAddresses && { findAddresses }) })

describe('an address that is not on the public internet is never reached:', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['loopback, another', '127.8.9.10'],
    ['loopback of IPv6', '[::1]'],
    ['unspecified', '0.0.0.0'],
    ['unspecified of IPv6', '[::]'],
    ['decimal', '2130706433'],
    ['octal', '0177.0.0.1'],
    ['hexadecimal', '0x7f000001'],
    ['shortened', '127.1'],
    ['with a dot at the end', '127.0.0.1.'],
    ['in full-width digits', '１２７.０.０.１'],
    ['private, 10/8', '10.1.2.3'],
    ['private, 172.16/12', '172.31.255.255'],
    ['private, 192.168/16', '192.168.1.1'],
    ['carrier-grade', '100.100.100.200'],
    ['metadata', '169.254.169.254'],
    ['metadata in decimal', '2852039166'],
    ['metadata of IPv6', '[fd00:ec2::254]'],
    ['metadata of Azure', '168.63.129.16'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['mapped', '[::ffff:127.0.0.1]'],
    ['mapped, in hexadecimal', '[::ffff:7f00:1]'],
    ['compatible', '[::127.0.0.1]'],
    ['NAT64', '[64:ff9b::7f00:1]'],
    ['NAT64 of a network', '[64:ff9b:1::7f00:1]'],
    ['6to4', '[2002:7f00:1::]'],
    ['Teredo', '[2001:0:7f00:1::]'],
    ['unique local', '[fc00::1]'],
    ['link-local', '[fe80::1]'],
    ['site-local', '[fec0::1]'],
    ['multicast of IPv6', '[ff02::1]'],
    ['documentation', '[2001:db8::1]'],
  ])('%s (%s)', async (_, host) => {
    const before = reached
    expect(refusedUrl(`https://${host}/`, false)).toMatch(/not on the public internet/)
    await expect(post(host)).rejects.toThrow(/not on the public internet/)
    expect(reached).toBe(before)
  })
})

describe('a name that', () => {
  test.each([
    ['leads to loopback', [['127.0.0.1']], /leads to 127\.0\.0\.1, which is not/],
    ['leads to both kinds of loopback', [['::1', '127.0.0.1']], /leads to ::1, which is not/],
    ['leads to a mapped address', [['::ffff:127.0.0.1']], /not on the public internet/],
    ['leads to an address with an interface', [['fe80::1%lo']], /not on the public internet/],
    ['leads nowhere', [[]], /leads to nothing/],
    ['cannot be found at first', [new Error('no answer'), ['127.0.0.1']], /no answer/],
    ['was public when it was looked at', [['127.0.0.1'], ['93.184.215.14']], /not on the public internet/],
  ] as const)('%s is not reached', async (_, answers, refusal) => {
    const before = reached
    const find = resolving(...answers.map((answer) => (answer instanceof Error ? answer : [...answer])))
    await expect(post('rebinding.example', find)).rejects.toThrow(refusal)
    expect(reached).toBe(before)
  })

  test('is public at first and private when it is connected to is not reached', async () => {
    const before = reached
    const find = resolving(['203.0.114.1'], ['127.0.0.1'])
    // What somebody would ask who checks a name before it is used.
    const checked = await new Promise<LookupAddress[]>((resolve) => find('rebinding.example', { all: true }, (_, found) => resolve(found)))
    expect(checked.every((one) => isPublicAddress(one.address))).toBe(true)
    await expect(post('rebinding.example', find)).rejects.toThrow(/127\.0\.0\.1, which is not on the public internet/)
    expect(reached).toBe(before)
  })

  test('cannot be found at first and leads to loopback later is not reached by any attempt', async () => {
    const before = reached
    const find = resolving(Object.assign(new Error('try again'), { code: 'EAI_AGAIN' }), ['127.0.0.1'])
    await expect(post('late.example', find)).rejects.toThrow('try again')
    await expect(post('late.example', find)).rejects.toThrow(/not on the public internet/)
    expect(reached).toBe(before)
  })

  test('leads to a public address and a private one is tried at the public one only', async () => {
    const before = reached
    const find = resolving(['127.0.0.1', '203.0.114.1'])
    await expect(
      postOutside(`https://mixed.example:${port}/`, {}, '{}', { allowsPrivate: false, timeoutMs: 300, findAddresses: find }),
    ).rejects.toThrow()
    expect(reached).toBe(before)
  })

  test.each(['localhost', 'a.localhost', 'ip6-localhost'])('the system itself calls this machine is not reached: %s', async (host) => {
    const before = reached
    await expect(post(host)).rejects.toThrow()
    expect(reached).toBe(before)
  })
})

describe('what is sent', () => {
  test('goes by https only, and holds no password', () => {
    expect(refusedUrl('http://receiver.example/', false)).toMatch(/https/)
    expect(refusedUrl('http://receiver.example/', true)).toBeUndefined()
    expect(refusedUrl('file:///etc/passwd', true)).toMatch(/https/)
    expect(refusedUrl('https://ada:secret@receiver.example/', false)).toMatch(/password/)
    expect(refusedUrl('receiver', false)).toMatch(/not an address/)
    expect(refusedUrl('https://receiver.example/hooks?tenant=1', false)).toBeUndefined()
    expect(refusedUrl('https://[2606:4700::1111]/', false)).toBeUndefined()
  })

  test('reaches loopback where that is allowed, and a redirect from there leads nowhere', async () => {
    const receiver = await startReceiver((_, response) => {
      response.writeHead(302, { Location: `http://127.0.0.1:${port}/` }).end()
      return undefined
    })
    const before = reached
    expect(await postOutside(receiver.url, {}, '{}', { allowsPrivate: true })).toBe(302)
    expect(reached).toBe(before)
    await receiver.close()
  })

  test('is cut off at the time limit where the answer never begins', async () => {
    const receiver = await startReceiver(() => undefined)
    await expect(postOutside(receiver.url, {}, '{}', { allowsPrivate: true, timeoutMs: 100 })).rejects.toThrow(
      'did not answer within 0.1 s',
    )
    await receiver.close()
  })
})
