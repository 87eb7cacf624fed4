import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { memoryStore, systemClock, type Millis, type Store } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import { Recorder } from './recorder.ts'
import { ask, fresh, saidBy, setUp, undicis, type Dispatcher, type Interceptor } from './stage.ts'

type Controller = NonNullable<Recorder['controller']>

/** A store that answers later, as those do that are not in memory. */
const slowStore = (): Store => {
  const store = memoryStore()
  return {
    get: async (key) => {
      await nextTurn()
      return store.get(key)
    },
    put: (key, response) => store.put(key, response),
    freshen: (key, entry, response) => store.freshen(key, entry, response),
    delete: (key) => store.delete(key),
    purge: (selector, change) => store.purge(selector, change),
    close: () => store.close(),
  }
}

const noted = (aborts: unknown[] = []): Controller => ({
  aborted: false,
  paused: false,
  reason: null,
  abort: (reason) => aborts.push(reason),
  pause: () => {},
  resume: () => {},
})

describe.each(undicis)('what goes to the dispatcher below, with %s', (_name, undici) => {
  test('is what was dispatched, whatever becomes of its object afterwards', async () => {
    const stage = await setUp(undici, fresh, { store: slowStore() })
    const recorder = new Recorder()
    const options = { origin: stage.origin.url(''), path: '/', method: 'GET', headers: { 'x-mine': 'mine' } }
    stage.agent.dispatch(options, recorder)
    Object.assign(options, { origin: 'http://127.0.0.1:1', path: '/other', method: 'POST' })
    options.headers['x-mine'] = 'changed'
    await recorder.ended
    expect(recorder.told).toEqual(['start', 200, 'GET /', 'end'])
    expect(stage.origin.seen[0]?.headers['x-mine']).toBe('mine')
  })

  test('is the very same object’s copy where nothing else is wanted', async () => {
    const seen: object[] = []
    const below: Interceptor = (dispatch) => (options, handler) => {
      seen.push(options)
      return dispatch(options, handler)
    }
    const stage = await setUp(undici, fresh, { below: [below] })
    const options = {
      blocking: false,
      reset: false,
      bodyTimeout: 1_000,
      query: { a: 1 },
      headers: { a: 'b' },
    }
    await ask(stage, '/', options)
    expect(seen).toEqual([expect.objectContaining({ ...options, path: '/' })])
  })

  test('has its query in the path where it asks whether what is stored is still right', async () => {
    const stage = await setUp(undici, (request, response) => {
      response.setHeader('etag', '"1"').setHeader('cache-control', 'max-age=1')
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.end('one')
    })
    await ask(stage, '/', { query: { a: 1 } })
    stage.pass(5)
    const again = await ask(stage, '/', { query: { a: 1 } })
    expect([again.text, saidBy(again)]).toEqual(['one', expect.stringContaining('fwd=stale; fwd-status=304')])
    expect(stage.origin.seen.map(({ url }) => url)).toEqual(['/?a=1', '/?a=1'])
  })

  test('is what a hook makes of it', async () => {
    const stage = await setUp(undici, fresh, {
      overrides: {
        beforeSend: (request) => {
          request.url = request.url.replace('http://named.example/', stage.origin.url('/moved/'))
          request.setHeader('X-Hook', 'yes')
        },
      },
    })
    expect((await ask(stage, '/a', { origin: 'http://named.example' })).text).toBe('GET /moved/a')
    expect(stage.origin.seen[0]?.headers['x-hook']).toBe('yes')
  })

  test('is not sent any more when nobody wants it by the time that there is a connection', async () => {
    const held: ServerResponse[] = []
    const stage = await setUp(undici, (_request, response) => void held.push(response), {
      agent: { connections: 1 },
      abort: { leader: { awaitBackend: 'stop' } },
    })
    const first = ask(stage, '/first')
    await eventually('the only connection is used', () => held.length === 1)
    const abort = new AbortController()
    const second = ask(stage, '/second', { signal: abort.signal })
    expect(stage.interceptor.cache.inFlight()).toMatchObject([
      { step: 'await the reply head' },
      { step: 'connect' },
    ])
    abort.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    held[0]?.end('first')
    expect((await first).text).toBe('first')
    const third = ask(stage, '/third')
    await eventually('the next one is there', () => held.length === 2)
    held[1]?.end()
    await third
    expect(stage.origin.seen.map(({ url }) => url)).toEqual(['/first', '/third'])
  })

  test('may wait as long as it does without a cache', async () => {
    const delays: Millis[] = []
    const clock: typeof systemClock = {
      ...systemClock,
      setTimer: (callback, delay) => {
        delays.push(delay)
        return systemClock.setTimer(callback, delay)
      },
    }
    const stage = await setUp(undici, fresh, { clock, stuckAfter: 1_000 })
    await Promise.all([ask(stage), ask(stage)])
    // Whether it is stuck is looked at more often; what is left of a deadline is a little less.
    const deadlines = delays.filter((delay) => delay > 1_000)
    expect(Math.min(...deadlines)).toBeGreaterThan(290_000)
  })
})

describe('a dispatcher below that answers at once', () => {
  const [, undici] = undicis[0] ?? []
  if (undici === undefined) throw new Error('there is an undici')

  test('may say that it has no room for more', async () => {
    const { interceptor } = await setUp(undici, fresh)
    const below: Dispatcher['dispatch'] = (_options, handler) => {
      const controller = noted()
      handler.onRequestStart?.(controller, null)
      handler.onResponseStart?.(controller, 200, { 'cache-control': 'max-age=60' })
      handler.onResponseEnd?.(controller, {})
      return false
    }
    const dispatch = interceptor(below)
    const options = { origin: 'http://a.example', path: '/', method: 'GET' } as const
    const recorder = new Recorder()
    expect(dispatch(options, recorder)).toBe(false)
    await recorder.ended
    expect(dispatch(options, new Recorder())).toBe(true)
  })

  test('may have an origin of its own, which requests need not name', async () => {
    const { interceptor } = await setUp(undici, fresh)
    const seen: unknown[] = []
    const below: Dispatcher['dispatch'] = (options, handler) => {
      seen.push(options)
      handler.onRequestStart?.(noted(), null)
      handler.onResponseStart?.(noted(), 200, { 'cache-control': 'max-age=60' })
      handler.onResponseEnd?.(noted(), {})
      return true
    }
    const dispatch = interceptor(below, 'http://a.example')
    for (const options of [{}, { origin: 'http://a.example' }, { origin: undefined }]) {
      const recorder = new Recorder()
      dispatch({ path: '/', method: 'GET', ...options } as Parameters<typeof dispatch>[0], recorder)
      await recorder.ended
    }
    expect(seen).toEqual([{ path: '/', method: 'GET' }])
  })

  test('is told when the handler has left meanwhile', async () => {
    const { interceptor } = await setUp(undici, fresh, { abort: { leader: { awaitBackend: 'stop' } } })
    const aborts: unknown[] = []
    const below: Dispatcher['dispatch'] = (_options, handler) => {
      handler.onRequestStart?.(noted(aborts), null)
      handler.onRequestSent?.()
      return true
    }
    const reason = new Error('enough')
    const recorder = new Recorder()
    const leaving = Object.assign(recorder, { onRequestSent: () => recorder.controller?.abort(reason) })
    interceptor(below)({ origin: 'http://a.example', path: '/', method: 'GET' }, leaving)
    expect(recorder.told).toEqual(['start', reason])
    await eventually('it is told', () => aborts.length === 1)
  })
})

test('the cache of an interceptor is asked through its dispatcher alone', async () => {
  const [, undici] = undicis[0] ?? []
  if (undici === undefined) throw new Error('there is an undici')
  const { interceptor, origin } = await setUp(undici, fresh)
  const asked = interceptor.cache.handle({ method: 'GET', url: origin.url('/'), fields: [] })
  await expect(asked).rejects.toMatchObject({ code: 'ERR_BACKEND_REQUEST' })
})
