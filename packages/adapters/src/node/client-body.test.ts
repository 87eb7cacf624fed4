import type { IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, test } from '@jest/globals'
import { ClientBody, codingProblem, hasBody } from './client-body.ts'

/** The parts of a request that are read. */
const requestWith = (fields: readonly string[], httpVersion = '1.1'): IncomingMessage =>
  Object.assign(new PassThrough(), { rawHeaders: fields, httpVersion }) as unknown as IncomingMessage

function started() {
  const stream = new PassThrough()
  const body = new ClientBody(stream as unknown as IncomingMessage) // a stream, as far as a body is concerned
  return { stream, chunks: body[Symbol.asyncIterator]() }
}

describe('a client’s body', () => {
  test.each<[boolean, readonly string[]]>([
    [false, ['Host', 'a']],
    [false, ['Content-Length', '0']],
    [true, ['content-length', '1']],
    [true, ['Transfer-Encoding', 'chunked']],
  ])('is there: %s, with %j', (expected, fields) => {
    expect(hasBody(requestWith(fields))).toBe(expected)
  })

  test.each<[number | undefined, string, string]>([
    [undefined, 'Chunked', '1.1'],
    [501, 'gzip, chunked', '1.1'],
    [400, 'gzip', '1.1'],
    [400, 'chunked', '1.0'],
  ])('has the problem %s with the coding %s of HTTP/%s', (status, coding, httpVersion) => {
    expect(codingProblem(requestWith(['Transfer-Encoding', coding], httpVersion))?.status).toBe(status)
  })

  test('has no problem where it has no coding', () => {
    expect(codingProblem(requestWith(['Content-Length', '1']))).toBeUndefined()
  })

  test('is not read before someone asks for it', () => {
    const stream = new PassThrough()
    const body = new ClientBody(stream as unknown as IncomingMessage) // as above
    expect(stream.readableFlowing).toBeNull()
    body[Symbol.asyncIterator]()
    expect(stream.readableFlowing).toBe(true)
  })

  test('comes to its end', async () => {
    const { stream, chunks } = started()
    stream.end('all')
    expect(await chunks.next()).toEqual({ done: false, value: Buffer.from('all') })
    expect(await chunks.next()).toEqual({ done: true, value: undefined })
  })

  test('waits at the client while nobody takes it, and is dropped when its reader leaves', async () => {
    const { stream, chunks } = started()
    stream.write(Buffer.alloc(100_000))
    await new Promise(setImmediate)
    expect(stream.isPaused()).toBe(true)
    await chunks.return?.()
    expect(stream.isPaused()).toBe(false)
  })

  test('that breaks off is an error to its reader', async () => {
    const { stream, chunks } = started()
    const next = chunks.next()
    stream.destroy()
    await expect(next).rejects.toThrow('the client closed the connection within the request body')
  })

  test('that has broken off before anyone asked is an error too', async () => {
    const stream = new PassThrough().destroy()
    await new Promise(setImmediate)
    const chunks = new ClientBody(stream as unknown as IncomingMessage)[Symbol.asyncIterator]() // as above
    await expect(chunks.next()).rejects.toThrow('the client has already left')
  })
})
