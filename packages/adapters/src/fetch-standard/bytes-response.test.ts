import { inspect } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import type { Body } from '@cachechart/core'
import { BytesResponse } from './bytes-response.ts'

const url = 'http://example.com/'
const typeError = { name: 'TypeError' } // the platform’s, whose class is another where tests have a world of their own

function responseOf(text: string, signal: AbortSignal | null = null): Response {
  const bytes = new TextEncoder().encode(text)
  const body: Body = {
    bytes,
    length: bytes.length,
    cancel: () => undefined,
    async *[Symbol.asyncIterator]() {
      yield bytes
    },
  }
  const description = { url, redirected: true, type: 'cors' as const }
  const fields = ['content-type', 'application/json', 'a', '1', 'a', '2']
  return new BytesResponse({ status: 201, statusText: 'Made', fields, bytes, body, signal, description })
}

const readers: readonly (readonly [string, (response: Response) => Promise<unknown>, unknown])[] = [
  ['text', (response) => response.text(), '{"b":1}'],
  ['json', (response) => response.json(), { b: 1 }],
  ['arrayBuffer', async (response) => Buffer.from(await response.arrayBuffer()).toString(), '{"b":1}'],
  ['bytes', async (response) => Buffer.from(await bytesOf(response)).toString(), '{"b":1}'],
  ['blob', async (response) => (await response.blob()).type, 'application/json'],
  [
    'body',
    async ({ body }) => Buffer.from((await body?.getReader().read())?.value ?? []).toString(),
    '{"b":1}',
  ],
]

/** The types of some platforms lack it. */
const bytesOf = (response: Response): Promise<Uint8Array> =>
  (response as Response & { bytes: () => Promise<Uint8Array> }).bytes()

describe('a response whose body is at hand', () => {
  test('is a Response, and says of itself what it was told', () => {
    const response = responseOf('x')
    expect(response).toBeInstanceOf(Response)
    const { status, statusText, ok, redirected, type, headers } = response
    expect([status, statusText, ok, response.url, redirected, type, headers.get('a')]).toEqual([
      ...[201, 'Made', true, url, true, 'cors', '1, 2'],
    ])
    expect(Object.prototype.toString.call(response)).toBe('[object Response]')
    expect(inspect(response)).toContain('status: 201')
  })

  test.each(readers)('is read once, by %s, as the platform’s own would be', async (_name, read, expected) => {
    const response = responseOf('{"b":1}')
    expect(response.bodyUsed).toBe(false)
    expect(await read(response)).toEqual(expected)
    expect(response.bodyUsed).toBe(true)
    for (const again of readers) await expect(again[1](response)).rejects.toMatchObject(typeError)
    expect(response.body?.locked).toBe(true)
    expect(() => response.clone()).toThrow(expect.objectContaining(typeError))
  })

  test('has one header list, which can be changed', async () => {
    const response = responseOf('x')
    response.headers.set('a', '3')
    expect([response.headers.get('a'), response.clone().headers.get('a')]).toEqual(['3', '3'])
    response.headers.set('content-type', 'text/plain')
    expect((await response.blob()).type).toBe('text/plain')
  })

  test.each([
    ['nothing', () => undefined],
    ['its body', ({ body }: Response) => body],
  ])('has clones that stand for themselves, when %s was touched', async (_what, touch) => {
    const response = responseOf('x')
    void touch(response)
    const clone = response.clone()
    clone.headers.set('a', '3')
    expect([response.headers.get('a'), clone.url, clone.redirected, clone.type]).toEqual([
      '1, 2',
      url,
      true,
      'cors',
    ])
    expect([await response.text(), await clone.text()]).toEqual(['x', 'x'])
  })

  test('is the source of another', async () => {
    const response = responseOf('x')
    const other = new Response(response.body, response)
    expect([other.status, other.statusText, other.headers.get('a'), await other.text()]).toEqual([
      ...[201, 'Made', '1, 2', 'x'],
    ])
  })

  test('gives everyone bytes of its own', async () => {
    const response = responseOf('x')
    const clone = response.clone()
    new Uint8Array(await response.arrayBuffer()).fill(0)
    expect(await clone.text()).toBe('x')
  })

  test('that is no JSON rejects with a SyntaxError', async () => {
    await expect(responseOf('{').json()).rejects.toThrow(SyntaxError)
  })

  test.each(readers)('gives a reader by %s the reason of a signal that was aborted', async (_name, read) => {
    const controller = new AbortController()
    const [response, touched] = [responseOf('x', controller.signal), responseOf('x', controller.signal)]
    const { body } = touched
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(read(response)).rejects.toBe(reason)
    await expect(body?.getReader().read()).rejects.toBe(reason)
  })

  test('that was read is not broken off by a signal that is aborted later', async () => {
    const unhandled: unknown[] = []
    const note = (error: unknown): void => void unhandled.push(error)
    process.on('unhandledRejection', note)
    const controller = new AbortController()
    const response = responseOf('x', controller.signal)
    await response.text()
    controller.abort()
    expect([response.bodyUsed, response.body?.locked]).toEqual([true, true])
    expect(() => response.clone()).toThrow('consumed')
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).toEqual([])
  })

  test('is a blob of the type that its headers say when it is asked for', async () => {
    const [changed, cleared] = [responseOf('x'), responseOf('x')]
    for (const response of [changed, cleared]) expect(response.body).not.toBeNull()
    changed.headers.set('content-type', 'text/csv')
    cleared.headers.delete('content-type')
    expect([(await changed.blob()).type, (await cleared.blob()).type]).toEqual(['text/csv', ''])
  })

  test('does all that another can on this platform', () => {
    const response = responseOf('x')
    for (const name in Response.prototype) expect(Reflect.get(response, name)).toBeDefined()
    const listed: string[] = []
    for (const name in response) listed.push(name)
    expect(listed).toEqual(expect.arrayContaining(Object.keys(Response.prototype)))
  })
})
