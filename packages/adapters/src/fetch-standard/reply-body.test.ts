import { describe, expect, test } from '@jest/globals'
import { BackendError } from '@cachechart/core'
import { ReplyBody } from './reply-body.ts'

const toFailure = (cause: unknown): BackendError =>
  new BackendError('ERR_BACKEND_RESET', 'it broke off', { cause })
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
    expect(await read(new ReplyBody(streamOf('one', 'two'), toFailure))).toBe('onetwo')
  })

  test('is whole also after a look at its beginning', async () => {
    const body = new ReplyBody(streamOf('one', 'two'), toFailure)
    expect([await body.peek(), await body.peek()]).toEqual([bytes('one'), bytes('one')])
    expect(await read(body)).toBe('onetwo')
  })

  test('is known as a whole where it is one piece that is there', async () => {
    expect(await new ReplyBody(streamOf('one'), toFailure).whole()).toEqual(bytes('one'))
    const { body } = new Response('a text')
    if (body === null) throw new TypeError('a text is a body')
    expect(await new ReplyBody(body, toFailure).whole()).toEqual(bytes('a text'))
  })

  test('is read as ever where it is not: of several pieces, or with an end that is still to come', async () => {
    const several = new ReplyBody(streamOf('one', 'two', 'three'), toFailure)
    expect([await several.whole(), await read(several)]).toEqual([undefined, 'onetwothree'])
    let end = (): void => undefined
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes('one'))
        end = () => {
          controller.close()
        }
      },
    })
    const body = new ReplyBody(open, toFailure)
    expect(await body.whole()).toBeUndefined()
    end()
    expect(await read(body)).toBe('one')
  })

  test('whose announced length has come is known as a whole, though its end takes a while', async () => {
    let end = (): void => undefined
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes('one'))
        end = () => {
          controller.close()
        }
      },
    })
    const whole = new ReplyBody(open, toFailure).whole(3)
    setImmediate(end)
    expect(await whole).toEqual(bytes('one'))
    expect(await new ReplyBody(streamOf(), toFailure).whole(0)).toEqual(new Uint8Array(0))
  })

  test('whose announced length has come, but no end, is read as ever', async () => {
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes('one'))
      },
    })
    const body = new ReplyBody(open, toFailure)
    expect(await body.whole(3)).toBeUndefined()
    expect((await body.next()).value).toEqual(bytes('one'))
  })

  test('that is less, or more, than was announced is read as ever', async () => {
    const less = new ReplyBody(streamOf('one'), toFailure)
    expect([await less.whole(4), await read(less)]).toEqual([undefined, 'one'])
    const more = new ReplyBody(streamOf('one', 'two'), toFailure)
    expect([await more.whole(3), await read(more)]).toEqual([undefined, 'onetwo'])
  })

  test('is asked for one piece at a time: some streams let no second read wait', async () => {
    const source = streamOf('one', 'two').getReader()
    let waiting = 0
    const readLate = async (): ReturnType<typeof source.read> => {
      waiting += 1
      if (waiting > 1) throw new TypeError('a single pending read request at a time')
      await new Promise((resolve) => setImmediate(resolve))
      waiting -= 1
      return source.read()
    }
    const stream = { getReader: () => ({ read: readLate }) } as unknown as ReadableStream<Uint8Array> // all that is used
    const body = new ReplyBody(stream, toFailure)
    expect(await body.whole()).toBeUndefined()
    expect([(await body.next()).value, (await body.next()).value, (await body.next()).done]).toEqual([
      bytes('one'),
      bytes('two'),
      true,
    ])
  })

  test('is no whole where it is empty, or no bytes', async () => {
    expect(await new ReplyBody(streamOf(), toFailure).whole()).toBeUndefined()
    const text = new ReadableStream({
      start: (controller) => {
        controller.enqueue('text')
        controller.close()
      },
    })
    expect(await new ReplyBody(text, toFailure).whole()).toBeUndefined()
  })

  test('has no beginning when it is empty', async () => {
    expect(await new ReplyBody(streamOf(), toFailure).peek()).toBeUndefined()
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
    for await (const chunk of new ReplyBody(stream, toFailure)) {
      expect(chunk).toEqual(bytes('more'))
      break
    }
    expect(cancelled).toBe(1)
  })

  test('breaks off with the error of a port, whether it is looked at or read', async () => {
    const broken = (): ReplyBody => {
      return new ReplyBody(
        new ReadableStream({
          start: (controller) => {
            controller.error(new TypeError('terminated'))
          },
        }),
        toFailure,
      )
    }
    await expect(broken().peek()).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    const looked = broken()
    expect(await looked.whole()).toBeUndefined()
    await expect(looked.next()).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    await expect(broken().next()).rejects.toMatchObject({ code: 'ERR_BACKEND_RESET' })
    await expect(broken().return()).resolves.toEqual({ done: true, value: undefined })
  })
})
