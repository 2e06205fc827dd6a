import { customerHash, isSameMailbox, mailboxOf } from '@tributary/parent/core/mailbox'
import { describe, expect, test } from 'vitest'

describe('one mailbox', () => {
  test.each([
    ['capitals', 'Kim@Fernweh.Example', 'kim@fernweh.example'],
    ['a plus tag', 'kim+shop@fernweh.example', 'kim@fernweh.example'],
    ['dots', 'k.i.m@fernweh.example', 'kim@fernweh.example'],
    ['all of it at Google’s other name', 'K.im+shop@GoogleMail.com', 'kim@gmail.com'],
    ['space around it', ' kim@fernweh.example ', 'kim@fernweh.example'],
    ['the full stop of a domain name', 'kim@fernweh.example.', 'kim@fernweh.example'],
  ])('is what %s leads to', (_, written, plain) => {
    expect(mailboxOf(written)).toBe(plain)
    expect(isSameMailbox(written, plain)).toBe(true)
  })

  test.each([
    ['another local part', 'kim@fernweh.example', 'tim@fernweh.example'],
    ['another domain', 'kim@fernweh.example', 'kim@fernweh.test'],
    ['dots of the domain', 'kim@fern.weh.example', 'kim@fernweh.example'],
    ['local parts that are all tag', '+a@fernweh.example', '+b@fernweh.example'],
  ])('is not shared by %s', (_, a, b) => expect(isSameMailbox(a, b)).toBe(false))

  test('has one mark in a program, and another in the next', () => {
    const ring = (byte: number) => ({ program: new Uint8Array(32).fill(byte), sign: [], seal: [], link: [] })
    expect(customerHash(ring(1), 'K.im+x@gmail.com')).toBe(customerHash(ring(1), 'kim@googlemail.com'))
    expect(customerHash(ring(1), 'kim@gmail.com')).not.toBe(customerHash(ring(2), 'kim@gmail.com'))
    expect(customerHash(ring(1), 'kim@gmail.com')).toMatch(/^[0-9a-f]{64}$/)
  })
})
