import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { AnswerBody, Ask } from './callers/ask.ts'
import { askByFetch } from './callers/ask-by-fetch.ts'
import { runCallBy } from './callers/run-call.ts'
import { AnswerCheck } from './client/answer-check.ts'
import type { Errand } from './client/errand.ts'
import type { Outcome } from './client/outcome.ts'
import { labelText } from './label.ts'
import { patternBytes } from './pattern.ts'
import { representationOf, resourceAt, versionAt, type Resource } from './resource.ts'

const resource: Resource = { ...resourceAt(1, '/hot/1'), storage: 'fresh', temper: 'calm', size: 5000 }
const errand: Errand = {
  id: 8,
  resource,
  method: 'GET',
  language: 'de',
  fields: [],
  content: 0,
  entityTag: undefined,
  conduct: 'patient',
  leavesAfter: 50,
}

/** What the origin would answer now. */
function answerNow() {
  const version = versionAt(resource, Date.now())
  const { start, length } = representationOf(resource, version, 'any')
  const label = labelText({ version, language: 'any', asker: '1', askedAt: Date.now() })
  const content = Buffer.concat([...patternBytes(start, 0, length)])
  return {
    head: {
      status: 200,
      fields: new Map([
        ['soak-label', label],
        ['soak-mark', '8'],
      ]),
    },
    content,
  }
}

const never = new Promise<never>(() => {})

/** A body that is given piece by piece. */
function bodyOf(
  ...reads: readonly (Uint8Array | Promise<never>)[]
): AnswerBody & { readonly left: () => number } {
  let at = 0
  let left = 0
  return {
    read: async () => {
      at += 1
      return reads[at - 1]
    },
    leave: () => {
      left += 1
    },
    left: () => left,
  }
}

/** How a call ends within twenty seconds. */
async function endOf(ask: Ask, changes: Partial<Errand> = {}): Promise<Outcome> {
  const made = { ...errand, ...changes }
  const ending = runCallBy(ask)(made, new AnswerCheck(made))
  await jest.advanceTimersByTimeAsync(20_000)
  return ending
}

/** Asks like a fetch that is never answered. */
const untilAborted: Ask = (_errand, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')))
  })

describe('a call in process', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  test.each(['patient', 'readsSlowly', 'sleeps'] as const)(
    'is complete with all bytes, read %s',
    async (conduct) => {
      const { head, content } = answerNow()
      const body = bodyOf(content.subarray(0, 1000), content.subarray(1000))
      expect(await endOf(async () => ({ head, body }), { conduct })).toMatchObject({ kind: 'complete' })
    },
  )

  test('is wrong when bytes are missing at its end', async () => {
    const { head, content } = answerNow()
    const ending = await endOf(async () => ({ head, body: bodyOf(content.subarray(1)) }))
    expect(ending).toMatchObject({ kind: 'wrong' })
  })

  test('is hung when it does not settle, also where its caller has left', async () => {
    expect((await endOf(() => never)).kind).toBe('hung')
    expect((await endOf(() => never, { conduct: 'leavesBeforeHead' })).kind).toBe('hung')
    const { head } = answerNow()
    expect((await endOf(async () => ({ head, body: bodyOf(never) }))).kind).toBe('hung')
  })

  test('is left when its caller leaves and is told so', async () => {
    expect((await endOf(untilAborted, { conduct: 'leavesBeforeHead' })).kind).toBe('left')
    const { head } = answerNow()
    const unread = bodyOf(never)
    expect((await endOf(async () => ({ head, body: unread }), { conduct: 'halfCloses' })).kind).toBe('left')
  })

  test('is left within its body by the signal, or by letting go of it', async () => {
    const { head } = answerNow()
    const body = bodyOf(never)
    await endOf(async () => ({ head, body }), { conduct: 'leavesInBody', id: 9 })
    expect(body.left()).toBe(1)
    let aborted = false
    const watching: Ask = async (_errand, signal) => {
      signal.addEventListener('abort', () => (aborted = true))
      return { head, body: bodyOf(never) }
    }
    await endOf(watching, { conduct: 'leavesInBody', id: 8 })
    expect(aborted).toBe(true)
  })

  test('that fails is told by the code of its error', async () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
    })
    const moody = { resource: { ...resource, temper: 'moody' } } as const
    expect(await endOf(() => Promise.reject(error), moody)).toMatchObject({
      kind: 'gatewayError',
      detail: 'ECONNRESET',
    })
    expect((await endOf(() => Promise.reject(error))).kind).toBe('wrong')
  })
})

test('a request is asked of a fetch as it is', async () => {
  const seen: Request[] = []
  const ask = askByFetch((request) => {
    seen.push(request)
    return new Response('hello', { headers: { 'Soak-Mark': '8' } })
  })
  const posting = { ...errand, method: 'POST', content: 3, fields: ['Cache-Control: no-cache'] } as const
  const { head, body } = await ask(posting, new AbortController().signal)
  expect([head.status, head.fields.get('soak-mark')]).toEqual([200, '8'])
  expect(await body?.read()).toEqual(new TextEncoder().encode('hello'))
  expect(await body?.read()).toBeUndefined()
  expect(seen[0]?.headers.get('cache-control')).toBe('no-cache')
  expect(seen[0]?.headers.get('soak-asker')).toBe('8')
  expect(await seen[0]?.text()).toBe('xxx')
})
