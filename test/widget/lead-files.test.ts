import type { AttachmentId } from '@tributary/protocol/id'
import type { Failure, Question, Result, UploadedFile } from '@tributary/sdk'
import { createFiles } from '@tributary/widget/lead/files'
import { describe, expect, test, vi } from 'vitest'

const question: Question = { id: 'pictures', kind: 'file', label: 'Pictures', isNeeded: false }
const file = (name: string, bytes = 10): File => ({ name, size: bytes }) as File
const arrivedAs = (name: string): UploadedFile => ({ id: `att_${name}` as AttachmentId, secret: 's', name })
const failure = (more: object): Failure => ({
  type: '',
  code: 'unavailable',
  status: 503,
  title: 'Not now.',
  final: false,
  answered: false,
  ...more,
})

function open(send: (file: File) => Promise<Result<UploadedFile, Failure>> = async ({ name }) => ({ ok: true, value: arrivedAs(name) })) {
  const told = vi.fn()
  return { told, files: createFiles(send, told) }
}

describe('files of a request', () => {
  test('are sent when they are chosen, told of, and arrive under their question', async () => {
    const { told, files } = open()
    await files.choose(question, [file('a'), file('b')])
    expect(told.mock.calls.map(([, status, wrong]) => [status, wrong])).toEqual([
      [{ names: ['a', 'b'], isOnItsWay: true }, undefined],
      [{ names: ['a', 'b'], isOnItsWay: false }, undefined],
    ])
    expect(await files.arrived()).toEqual({ pictures: [arrivedAs('a'), arrivedAs('b')] })
  })

  test('are waited for', async () => {
    let arrive = (): void => undefined
    const { files } = open(({ name }) => new Promise((resolve) => (arrive = () => resolve({ ok: true, value: arrivedAs(name) }))))
    void files.choose(question, [file('a')])
    const waiting = files.arrived()
    arrive()
    expect(await waiting).toEqual({ pictures: [arrivedAs('a')] })
  })

  test.each<[string, File, Partial<Failure>, string]>([
    ['too large', file('a', 11 * 1_024 * 1_024), {}, 'a is larger than 10 MB.'],
    ['refused', file('a'), { answered: true, detail: 'This is a program.' }, 'Not now. This is a program.'],
    ['not sent, since nobody answered', file('a'), {}, 'The file was not sent. Choose it again, or ask without it.'],
  ])('that are %s are told with the remedy, before the request goes on without them', async (_, one, problem, wrong) => {
    const { told, files } = open(async () => ({ ok: false, error: failure(problem) }))
    void files.choose(question, [one])
    const arrived = await files.arrived()
    expect(told).toHaveBeenLastCalledWith(question, { names: [], isOnItsWay: false }, wrong)
    expect(arrived).toEqual({})
  })

  test('that were chosen before and arrive later are not told of any more', async () => {
    const arriving: (() => void)[] = []
    const { told, files } = open(({ name }) => new Promise((resolve) => arriving.push(() => resolve({ ok: true, value: arrivedAs(name) }))))
    const first = files.choose(question, [file('a')])
    const second = files.choose(question, [file('b')])
    for (const arrive of arriving.toReversed()) arrive()
    await Promise.all([first, second])
    expect(told).toHaveBeenLastCalledWith(question, { names: ['b'], isOnItsWay: false }, undefined)
    expect(told.mock.calls.filter(([, { isOnItsWay }]) => !isOnItsWay)).toHaveLength(1)
  })

  test('that were chosen before count no more', async () => {
    const { files } = open()
    await files.choose(question, [file('a')])
    await files.choose(question, [file('b')])
    expect(await files.arrived()).toEqual({ pictures: [arrivedAs('b')] })
    await files.choose(question, [])
    expect(await files.arrived()).toEqual({})
  })
})
