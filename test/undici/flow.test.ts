import type { ServerResponse } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { signalled } from '../fetch/stage.ts'
import { ask, fresh, saidBy, setUp, undicis } from './stage.ts'

const megabyte = 1024 * 1024
const large = Buffer.alloc(8 * megabyte, 'x')

/** An origin that sends megabytes as fast as they are taken, and tells how many it has sent. */
const pouring = (size: number) => {
  let sent = 0
  const pour = (response: ServerResponse): void => {
    while (sent < size) {
      sent += megabyte / 16
      if (!response.write(large.subarray(0, megabyte / 16))) {
        response.once('drain', () => {
          pour(response)
        })
        return
      }
    }
    response.end()
  }
  return {
    sent: () => sent,
    answer: (_request: unknown, response: ServerResponse): void => {
      response.setHeader('cache-control', 'no-store')
      pour(response)
    },
  }
}

describe.each(undicis)('a body, with %s', (_name, undici) => {
  const requested = ({ agent, origin }: Awaited<ReturnType<typeof setUp>>, signal?: AbortSignal) =>
    agent.request({ origin: origin.url(''), path: '/', method: 'GET', ...(signal && { signal }) })

  test('that nobody reads stops the origin', async () => {
    const { sent, answer } = pouring(256 * megabyte)
    const stage = await setUp(undici, answer)
    const { body } = await requested(stage)
    let [before, turns] = [0, 0]
    await eventually('the origin waits for a hundred turns', () => {
      turns = before === sent() && before > 0 ? turns + 1 : 0
      before = sent()
      return turns > 100 || before > 256 * megabyte
    })
    // Sockets of the loopback hold some megabytes by themselves.
    expect(sent()).toBeLessThan(64 * megabyte)
    body.on('error', () => undefined).destroy()
    await eventually('all is let go', () => stage.interceptor.cache.inFlight().length === 0)
  })

  test('that is read slowly comes whole', async () => {
    const { answer } = pouring(16 * megabyte)
    const stage = await setUp(undici, answer)
    const { body } = await requested(stage)
    let size = 0
    for await (const chunk of body) {
      size += chunk.length
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(size).toBe(16 * megabyte)
  })

  test('that is stored comes in pieces, each when the one before was taken', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('cache-control', 'max-age=60').end(large)
    })
    await ask(stage)
    const given: number[] = []
    const done = signalled()
    stage.agent.dispatch(
      { origin: stage.origin.url(''), path: '/', method: 'GET' },
      {
        onRequestStart() {},
        onResponseStart() {},
        onResponseData(controller, chunk) {
          given.push(chunk.length)
          controller.pause()
          setImmediate(() => {
            expect(given).toHaveLength(count + 1)
            count += 1
            controller.resume()
          })
        },
        onResponseEnd: done.resolve,
        onResponseError() {},
      },
    )
    let count = 0
    await done.promise
    expect(given.reduce((sum, size) => sum + size)).toBe(large.length)
    expect(Math.max(...given)).toBeLessThanOrEqual(64 * 1024)
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('is followed by its trailers', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('trailer', 'X-Sum, X-Twice').write('content')
      response.addTrailers([
        ['X-Sum', '1'],
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
      ])
      response.end()
    })
    const { body, trailers } = await requested(stage)
    expect(await body.text()).toBe('content')
    expect(trailers).toEqual({ 'x-sum': '1', 'x-twice': ['a', 'b'] })
  })

  test('comes after what was said on the way', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' })
      response.writeProcessing()
      response.end('content')
    })
    const told: unknown[] = []
    const answer = await ask(stage, '/', { onInfo: (info) => told.push(info) })
    expect(answer.text).toBe('content')
    expect(told).toMatchObject([
      { statusCode: 103, headers: { link: '</style.css>; rel=preload' } },
      { statusCode: 102 },
    ])
  })
})

describe.each(undicis)('whoever leaves, with %s', (_name, undici) => {
  const reason = new Error('enough')

  test('before the request is sent sends nothing', async () => {
    const stage = await setUp(undici, fresh)
    const signal = AbortSignal.abort(reason)
    await expect(ask(stage, '/', { signal })).rejects.toBe(reason)
    expect([stage.origin.seen, stage.interceptor.cache.traces()]).toEqual([[], []])
  })

  test('while the origin is silent is told so at once; what it says then is stored', async () => {
    const held: ServerResponse[] = []
    const stage = await setUp(undici, (_request, response) => void held.push(response))
    const abort = new AbortController()
    const asked = ask(stage, '/', { signal: abort.signal })
    await eventually('the origin is asked', () => held.length === 1)
    abort.abort(reason)
    await expect(asked).rejects.toBe(reason)
    held[0]?.setHeader('cache-control', 'max-age=60').end('late')
    await stage.interceptor.cache.drain()
    const again = await ask(stage)
    expect([again.text, saidBy(again)]).toEqual(['late', 'hit'])
  })

  test('leaves those alone who wait for the same', async () => {
    const held: ServerResponse[] = []
    const stage = await setUp(undici, (_request, response) => void held.push(response))
    const abort = new AbortController()
    const first = ask(stage, '/', { signal: abort.signal })
    const second = ask(stage)
    await eventually('the origin is asked', () => held.length === 1)
    abort.abort(reason)
    await expect(first).rejects.toBe(reason)
    held[0]?.setHeader('cache-control', 'max-age=60').end('for both')
    expect((await second).text).toBe('for both')
  })

  test('in the middle of a body that may not be stored ends it at the origin', async () => {
    const closed = signalled()
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('cache-control', 'no-store').write('begun')
      response.on('close', closed.resolve)
    })
    const abort = new AbortController()
    const { body } = await stage.agent.request({
      origin: stage.origin.url(''),
      path: '/',
      method: 'GET',
      signal: abort.signal,
    })
    const reading = body.text()
    abort.abort(reason)
    await expect(reading).rejects.toBe(reason)
    await closed.promise
  })

  test('in the middle of a fetch() gets the reason', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('cache-control', 'no-store').write('begun')
    })
    const abort = new AbortController()
    const { signal } = abort
    const response = await undici.fetch(stage.origin.url('/'), { dispatcher: stage.agent, signal })
    const reading = response.text()
    abort.abort(reason)
    await expect(reading).rejects.toBe(reason)
    await expect(undici.fetch(stage.origin.url('/'), { dispatcher: stage.agent, signal })).rejects.toBe(
      reason,
    )
  })

  test('stops the fetch where the cache is told to', async () => {
    const closed = signalled()
    const stage = await setUp(
      undici,
      (request, response) => {
        response.on('close', closed.resolve)
        request.resume()
      },
      { abort: { leader: { awaitBackend: 'stop' } } },
    )
    const abort = new AbortController()
    const asked = ask(stage, '/', { signal: abort.signal })
    await eventually('the origin is asked', () => stage.origin.seen.length === 1)
    abort.abort(reason)
    await expect(asked).rejects.toBe(reason)
    await closed.promise
  })
})
