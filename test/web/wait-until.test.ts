import { describe, expect, test } from '@jest/globals'
import { fresh, setUp } from './stage.ts'

const url = 'http://example.com/'

/** The execution context of a worker: it remembers what it was told. */
class Context {
  readonly works: Promise<unknown>[] = []

  waitUntil(work: Promise<unknown>): void {
    this.works.push(work)
  }
}

/** A handler whose responses are stale after a second, and may be served so for a minute. */
function refreshingHandler(): {
  readonly handler: (request: Request, env: object, context: Context) => Promise<Response>
  readonly answer: (body: string) => void
} {
  let waiting: ((response: Response) => void)[] = []
  return {
    handler: () => new Promise((resolve) => waiting.push(resolve)),
    answer: (body) => {
      const told = waiting
      waiting = []
      for (const tell of told) tell(fresh(body, { 'cache-control': 'max-age=1, stale-while-revalidate=60' }))
    },
  }
}

describe('work that goes on when the response is out', () => {
  test('is told to the context of the call that it began with', async () => {
    const { handler, answer } = refreshingHandler()
    const { cached, pass } = setUp(handler)
    const [first, second] = [new Context(), new Context()]
    const pending = cached(new Request(url), {}, first)
    answer('one')
    await (await pending).text()
    await Promise.all(first.works)
    const before = first.works.length
    pass(2)
    const stale = await cached(new Request(url), {}, second)
    expect(await stale.text()).toBe('one')
    expect([first.works.length, second.works.length]).toEqual([before, 2])
    answer('two')
    await Promise.all(second.works)
    expect(await (await cached(new Request(url), {}, new Context())).text()).toBe('two')
  })

  test('lasts until the response is stored, whether the client reads it or not', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const { cached } = setUp((_request: Request, _context: Context) => {
      const stream = new ReadableStream<Uint8Array>({
        async start(controller) {
          await promise
          controller.enqueue(new Uint8Array(3))
          controller.close()
        },
      })
      return new Response(stream, { headers: { 'cache-control': 'max-age=60' } })
    })
    const context = new Context()
    const response = await cached(new Request(url), context)
    await response.body?.cancel()
    expect(context.works).toHaveLength(1)
    resolve()
    await Promise.all(context.works)
    expect((await (await cached(new Request(url), context)).arrayBuffer()).byteLength).toBe(3)
  })

  test('is told as soon as the handler is called, whose client may leave before it answers', async () => {
    const { handler, answer } = refreshingHandler()
    const { cached } = setUp(handler)
    const [context, controller] = [new Context(), new AbortController()]
    const pending = cached(new Request(url, { signal: controller.signal }), {}, context)
    expect(context.works).toHaveLength(1)
    controller.abort(new Error('gone'))
    await expect(pending).rejects.toThrow('gone')
    answer('stored')
    await Promise.all(context.works)
    expect(await (await cached(new Request(url), {}, context)).text()).toBe('stored')
  })

  test('that fails is no failure of the context', async () => {
    const { cached } = setUp((_request: Request, _context: Context) => Promise.reject(new Error('broken')))
    const context = new Context()
    await expect(cached(new Request(url), context)).rejects.toThrow('broken')
    await expect(Promise.all(context.works)).resolves.toHaveLength(1)
  })

  test('is told as `waitUntil` says, with the arguments of the call', async () => {
    const told: unknown[] = []
    const { cached } = setUp((_request: Request, name: string) => fresh(name), {
      waitUntil: (_work, request, name) => told.push([request.url, name]),
    })
    await (await cached(new Request(url), 'first')).text()
    expect(told).toEqual([[url, 'first']])
  })

  test('fails nobody where the platform does not want to know of it', async () => {
    const closed = new Context()
    closed.waitUntil = () => {
      throw new Error('the response is out')
    }
    for (const answer of [() => fresh('hello'), () => Promise.resolve(fresh('hello'))]) {
      const { cached } = setUp<[Context]>(answer)
      expect(await (await cached(new Request(url), closed)).text()).toBe('hello')
      expect(cached.cache.tolerated().observe).toBe(1)
    }
  })

  test('is nobody’s where no argument waits, and that of the first that does', async () => {
    const { cached } = setUp((_request: Request, ..._rest: readonly unknown[]) => fresh('hello'))
    const [first, second] = [new Context(), new Context()]
    await (await cached(new Request(url), 7, null, { waitUntil: 'never' }, first, second)).text()
    expect([first.works.length, second.works.length, cached.cache.tolerated().observe]).toEqual([1, 0, 0])
    await (await cached(new Request(`${url}alone`), null)).text()
    expect(cached.cache.tolerated().observe).toBe(0)
  })
})
