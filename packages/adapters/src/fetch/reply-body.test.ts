import { describe, expect, test } from '@jest/globals'
import { ReplyBody } from './reply-body.ts'

const { signal } = new AbortController()
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const streamOf = (...chunks: readonly string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(bytes(chunk))
      controller.close()
    },
  })

const read = async (body: ReplyBody): Promise<string> => {
  let text = ''
  for await (const chunk of body) text += new TextDecoder().decode(chunk)
  return text
}

describe('the body of a reply', () => {
  test('is that of the response', async () => {
    expect(await read(new ReplyBody(streamOf('one', 'two'), signal))).toBe('onetwo')
  })

  test('is whole also after a look at its beginning', async () => {
    const body = new ReplyBody(streamOf('one', 'two'), signal)
    expect([await body.peek(), await body.peek()]).toEqual([bytes('one'), bytes('one')])
    expect(await read(body)).toBe('onetwo')
  })

  test('has no beginning when it is empty', async () => {
    expect(await new ReplyBody(streamOf(), signal).peek()).toBeUndefined()
  })

  test('is given up when its reader leaves early', async () => {
    let cancelled = 0
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(bytes('more'))
      },
      cancel: () => {
        cancelled += 1
      },
    })
    for await (const chunk of new ReplyBody(stream, signal)) {
      expect(chunk).toEqual(bytes('more'))
      break
    }
    expect(cancelled).toBe(1)
  })

  test('breaks off with the error of a port, whether it is looked at or read', async () => {
    const broken = (): ReplyBody => {
      const error = Object.assign(new TypeError('terminated'), { cause: { code: 'UND_ERR_SOCKET' } })
      return new ReplyBody(
        new ReadableStream({
          start: (controller) => {
            controller.error(error)
          },
        }),
        signal,
      )
    }
    await expect(broken().peek()).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    await expect(broken().next()).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    await expect(broken().return()).resolves.toEqual({ done: true, value: undefined })
  })
})
