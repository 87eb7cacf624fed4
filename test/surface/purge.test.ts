import { describe, expect, test } from '@jest/globals'
import type { CacheRequest, PurgeTarget } from '@cachechart/core'
import { fakeBody } from '@cachechart/core/testing'
import { expectNothingLeft } from '../driver/flight-stage.ts'
import { get, interpreters, settle, stage, textOf, type Stage } from '../driver/stage.ts'

const url = 'http://origin.example/page'
const labelled = {
  fields: ['Cache-Control', 'max-age=60, stale-while-revalidate=600', 'ETag', '"1"', 'Surrogate-Key', 'a b'],
}

const store = async (set: Stage, request: CacheRequest = get(), head: object = labelled): Promise<void> => {
  set.backend.reply(head, 'old')
  await textOf(await set.cache.handle(request))
  await settle()
}

const outcomeOf = (set: Stage, request: CacheRequest = get()): string | undefined => {
  const pending = set.cache.send(request)
  const response = pending.poll()
  if (response === undefined) pending.cancel()
  return response?.outcome
}

const targets: readonly [string, PurgeTarget][] = [
  ['its key', { key: url }],
  ['its URL', { url }],
  ['a label', { surrogateKey: 'b' }],
  ['everything', { all: true }],
]

describe.each(interpreters)('a purge on the %s', (interpreter) => {
  test.each(targets)('by %s removes what is stored, and says how much', async (_by, target) => {
    const set = stage({ interpreter })
    await store(set)
    expect(await set.cache.purge(target)).toEqual({ purged: 1 })
    expect(outcomeOf(set)).toBeUndefined()
    expect(await set.cache.purge(target)).toEqual({ purged: 0 })
  })

  test.each(targets)('by %s, if soft, makes it stale from now on', async (_by, target) => {
    const set = stage({ interpreter })
    await store(set)
    set.clock.advance(20_000)
    expect(await set.cache.purge({ ...target, soft: true })).toEqual({ purged: 1 })
    const response = set.cache.send(get()).poll()
    expect([response?.outcome, response?.age, response?.ttl]).toEqual(['hit.stale', 20, 0])
    set.backend.reply({ status: 304 })
    await settle()
    expect(outcomeOf(set)).toBe('hit.fresh')
    expectNothingLeft(set)
  })

  test.each<[string, PurgeTarget]>([
    ['another key', { key: `${url}2` }],
    ['another URL', { url: `${url}?x` }],
    ['a label that it has not', { surrogateKey: 'c' }],
  ])('by %s leaves it', async (_by, target) => {
    const set = stage({ interpreter })
    await store(set)
    expect(await set.cache.purge(target)).toEqual({ purged: 0 })
    expect(outcomeOf(set)).toBe('hit.fresh')
  })

  test('takes a selector that is undefined for one that is not there', async () => {
    const set = stage({ interpreter })
    await store(set)
    expect(await set.cache.purge({ key: undefined, surrogateKey: undefined, all: undefined, url })).toEqual({
      purged: 1,
    })
    expect(outcomeOf(set)).toBeUndefined()
  })

  test('by URL takes all variants, and those under keys that do not say the URL', async () => {
    const set = stage({ interpreter })
    const vary = { fields: [...labelled.fields, 'Vary', 'Accept'] }
    await store(set, get(url, 'Accept', 'a'), vary)
    await store(set, get(url, 'Accept', 'b'), vary)
    set.backend.reply(labelled, 'named')
    await textOf(await set.cache.handle(get(), { cacheKey: 'named' }))
    expect(await set.cache.purge({ url })).toEqual({ purged: 3 })
    expect(set.cache.send(get(), { cacheKey: 'named' }).poll()).toBeUndefined()
  })

  test('by a label takes the one variant that has it', async () => {
    const set = stage({ interpreter })
    const [one, two] = ['a', 'b'].map((accept) => get(url, 'Accept', accept))
    if (one === undefined || two === undefined) throw new TypeError('two requests were made')
    for (const [request, label] of [
      [one, 'x'],
      [two, 'y'],
    ] as const) {
      await store(set, request, {
        fields: ['Cache-Control', 'max-age=60', 'Vary', 'Accept', 'Cache-Tag', label],
      })
    }
    expect(await set.cache.purge({ surrogateKey: 'x' })).toEqual({ purged: 1 })
    expect([outcomeOf(set, one), outcomeOf(set, two)]).toEqual([undefined, 'hit.fresh'])
  })

  describe.each(targets)('by %s', (_by, target) => {
    test.each([false, true])(
      'keeps a fetch that began before it from being stored as fresh (soft: %j)',
      async (soft) => {
        const set = stage({ interpreter })
        const early = set.cache.send(get())
        await set.cache.purge({ ...target, soft })
        set.backend.reply(labelled, 'old')
        expect(await textOf(await early.wait())).toBe('old')
        await settle()
        expect(outcomeOf(set)).toBeUndefined()
      },
    )

    test('lets those who waited have the old response, and nobody who comes later', async () => {
      const set = stage({ interpreter })
      const early = [set.cache.send(get()), set.cache.send(get())]
      await set.cache.purge(target)
      const late = set.cache.send(get())
      // Of a label nothing is known before the reply is there: whoever comes waits, and is sent on then.
      set.backend.reply(labelled, 'old')
      await settle()
      expect(set.backend.calls).toHaveLength(2)
      for (const pending of early) expect(await textOf(await pending.wait())).toBe('old')
      set.backend.reply(labelled, 'new')
      expect(await textOf(await late.wait())).toBe('new')
      await settle()
      expectNothingLeft(set)
    })

    test.each([false, true])(
      'keeps a refresh that began before it from making it fresh (soft: %j)',
      async (soft) => {
        const set = stage({ interpreter })
        await store(set)
        set.clock.advance(70_000)
        expect(outcomeOf(set)).toBe('hit.stale')
        await set.cache.purge({ ...target, soft })
        set.backend.reply({ status: 304, fields: labelled.fields })
        await settle()
        expect(outcomeOf(set)).toBe(soft ? 'hit.stale' : undefined)
      },
    )

    test('keeps a refresh that has brought a new response from being stored', async () => {
      const set = stage({ interpreter })
      await store(set)
      set.clock.advance(70_000)
      outcomeOf(set)
      await set.cache.purge(target)
      set.backend.reply(labelled, 'new')
      await settle()
      expect(outcomeOf(set)).toBeUndefined()
    })

    test('lets a body that is on its way be read to its end, and does not keep it', async () => {
      const set = stage({ interpreter })
      const pending = set.cache.send(get())
      const body = fakeBody()
      set.backend.reply(labelled, body)
      const response = await pending.wait()
      const reading = textOf(response)
      body.push('a')
      await settle()
      await set.cache.purge(target)
      body.push('b')
      body.end()
      expect(await reading).toBe('ab')
      await settle()
      expect(outcomeOf(set)).toBeUndefined()
    })

    test('lets a stored body that is being read be read to its end', async () => {
      const set = stage({ interpreter })
      await store(set)
      const response = await set.cache.handle(get())
      await set.cache.purge(target)
      expect(await textOf(response)).toBe('old')
    })

    test('is over by the time of a fetch that begins after it', async () => {
      const set = stage({ interpreter })
      await store(set)
      await set.cache.purge(target)
      await store(set)
      expect(outcomeOf(set)).toBe('hit.fresh')
    })

    test('keeps the reply to a POST that was sent before it from being stored', async () => {
      const set = stage({ interpreter })
      const post = set.cache.send({ ...get(), method: 'POST' })
      await set.cache.purge(target)
      set.backend.reply({ fields: [...labelled.fields, 'Content-Location', '/page'] }, 'old')
      expect(await textOf(await post.wait())).toBe('old')
      await settle()
      expect(outcomeOf(set)).toBeUndefined()
    })
  })

  test('sends those on who came after it, though the fetch was fenced once more since', async () => {
    const set = stage({ interpreter })
    const early = set.cache.send(get())
    await set.cache.purge({ surrogateKey: 'a' })
    const late = set.cache.send(get())
    await set.cache.purge({ url })
    set.backend.reply(labelled, 'old')
    await settle()
    set.backend.reply(labelled, 'new')
    expect(await textOf(await early.wait())).toBe('old')
    expect(await textOf(await late.wait())).toBe('new')
    await settle()
    expectNothingLeft(set)
  })

  test('sends on those who came after it, when what has come is for nobody later either', async () => {
    const set = stage({ interpreter })
    const [early, other] = [set.cache.send(get()), set.cache.send(get())]
    await set.cache.purge({ surrogateKey: 'a' })
    const late = set.cache.send(get())
    set.backend.reply({ status: 404, fields: ['Cache-Control', 'max-age=0', 'Surrogate-Key', 'a'] }, 'old')
    await settle()
    set.backend.reply(labelled, 'new')
    const texts = await Promise.all([early, other, late].map(async (each) => textOf(await each.wait())))
    expect(texts).toEqual(['old', 'old', 'new'])
    await settle()
    expectNothingLeft(set)
  })

  test.each(['HTTP://Origin.EXAMPLE/page', 'http://origin.example:80/page', 'http://origin.example/./page'])(
    'by URL takes %s for what it is equal to',
    async (other) => {
      const set = stage({ interpreter })
      await store(set)
      expect(await set.cache.purge({ url: other })).toEqual({ purged: 1 })
    },
  )

  test('by URL takes one with a fragment for the one without', async () => {
    const set = stage({ interpreter })
    await store(set)
    expect(await set.cache.purge({ url: `${url}#part` })).toEqual({ purged: 1 })
  })

  test('ends what is known of uncacheable replies: those who come wait for each other again', async () => {
    const set = stage({ interpreter, collapse: { uncacheable: 'pass' } })
    set.backend.reply({ fields: ['Cache-Control', 'no-store'] }, 'x')
    await textOf(await set.cache.handle(get()))
    set.cache.send(get())
    expect(set.cache.inFlight()).toMatchObject([{ state: 'direct' }])
    await set.cache.purge({ all: true })
    set.cache.send(get())
    expect(set.cache.inFlight()).toMatchObject([{ state: 'direct' }, { state: 'awaitBackend.attached' }])
  })

  test('that the store fails at is told to whoever asked for it', async () => {
    const set = stage({ interpreter })
    await store(set)
    set.store.failNext('purge')
    await expect(set.cache.purge({ all: true })).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    set.store.failNext('purge', new TypeError('of its own'))
    await expect(set.cache.purge({ all: true })).rejects.toMatchObject({
      code: 'ERR_STORE_FAILED',
      cause: { message: 'of its own' },
    })
  })

  test('that the store takes too long for is told, and drain waits for it', async () => {
    const set = stage({ interpreter, deadlines: { store: 1_000 } })
    set.store.setDelay('manual')
    const purging = set.cache.purge({ all: true })
    set.clock.advance(1_000)
    await expect(purging).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
  })

  test('of what is not clear is refused', async () => {
    const { cache } = stage({ interpreter })
    const target = {} as PurgeTarget // wrong on purpose
    await expect(cache.purge(target)).rejects.toMatchObject({ code: 'ERR_MISUSE' })
  })
})
