import { describe, expect, test } from '@jest/globals'
import { readMessage, sealed } from './message-shapes.ts'
import { fromWorkerShapes, toWorkerShapes, type FromWorker, type ToWorker } from './messages.ts'

/** As it arrives in the other process. */
const sent = (message: unknown): unknown => JSON.parse(JSON.stringify(message))

const read = (seen: unknown) => readMessage(seen, fromWorkerShapes)

describe('a message from one process to another', () => {
  test.each<FromWorker>([
    { type: 'worker.ready' },
    { type: 'gateway.listening', port: 8080, url: 'http://127.0.0.1:8080' },
    { type: 'purge.done', id: 1, purged: 0 },
    { type: 'purge.failed', id: 1, code: 'misuse', message: 'no' },
    { type: 'purge.wanted', id: 1, target: { all: true } },
    { type: 'key.invalidated', key: 'http://a/' },
  ])('arrives as it was sent: $type', (message) => {
    expect(read(sent(sealed(message)))).toMatchObject(message)
  })

  test.each([
    ['nothing', null],
    ['a word', 'worker.ready'],
    ['a message of no version', { type: 'worker.ready' }],
    ['a message of another version', { type: 'worker.ready', protocol: 1 }],
    ['a message of a type that nobody knows', { type: 'worker.bored', protocol: 2 }],
    ['a message of a type that every object has', { type: 'constructor', protocol: 2 }],
    ['a message for the other side', { type: 'story.tell', id: 1, protocol: 2 }],
    ['a message without a member', { type: 'purge.done', id: 1, protocol: 2 }],
    ['a message with a member of another kind', { type: 'purge.done', id: 1, purged: '1', protocol: 2 }],
    ['a message with null in place of an object', { type: 'purge.wanted', id: 1, target: null, protocol: 2 }],
  ])('is refused, with what was seen, where it is %s', (_what, seen) => {
    expect(() => read(seen)).toThrow(TypeError)
    expect(() => read(seen)).toThrow(/is one of version 2; seen: /)
  })

  test('is read by each side for what is said to it', () => {
    const message: ToWorker = { type: 'key.invalidate', key: 'k', extent: 'all' }
    expect(readMessage(sent(sealed(message)), toWorkerShapes)).toMatchObject(message)
    expect(() => read(sent(sealed(message)))).toThrow('seen: key.invalidate of version 2')
  })
})
