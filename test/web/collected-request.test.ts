import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { cachedHandler } from '@cachechart/adapters/web'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // what the flag brings

/** All the time that garbage collection needs. */
async function collect(): Promise<void> {
  for (let time = 0; time < 10; time += 1) {
    await setImmediate()
    collectGarbage()
  }
}

const url = 'http://example.com/'

describe('a request of which the handler has kept no more than its signal', () => {
  test('tells that signal that its response is not wanted any more', async () => {
    const signals: AbortSignal[] = []
    const handler = ({ signal }: Request): Promise<Response> => {
      signals.push(signal)
      return new Promise((_answer, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')))
      })
    }
    const cached = cachedHandler(handler, { abort: { leader: { awaitBackend: 'stop' } } })
    const controller = new AbortController()
    const request = new Request(url, { signal: controller.signal })
    const pending = cached(request)
    await collect()
    controller.abort(new Error('gone'))
    await expect(pending).rejects.toThrow('gone')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    expect(await cached.cache.drain()).toEqual({ stopped: 0 })
  })

  test('is let go once it is answered', async () => {
    const handed: WeakRef<Request>[] = []
    const cached = cachedHandler((request) => {
      handed.push(new WeakRef(request))
      return Promise.resolve(new Response('hello'))
    })
    expect(await (await cached(new Request(url))).text()).toBe('hello')
    await collect()
    expect(handed.map((reference) => reference.deref())).toEqual([undefined])
  })
})
