import { describe, expect, test } from '@jest/globals'
import type { CacheRequest } from '@cachechart/core'
import { expectNothingLeft } from '../driver/flight-stage.ts'
import { get, interpreters, settle, stage, textOf, type Stage } from '../driver/stage.ts'

const of = (user: string | undefined): CacheRequest =>
  user === undefined ? get() : get(undefined, 'Cookie', `session=${user}`)

/** The origin answers each request that has come so far with a page for the one who asks. */
const answerAll = async (set: Stage, fields: string[]): Promise<void> => {
  for (let answered = 0; answered < set.backend.calls.length; answered++) {
    const call = set.backend.calls[answered]
    const body = new TextEncoder().encode(`for ${call?.request.fields[1] ?? 'nobody'}`)
    if (call?.state === 'waiting') call.answer({ status: 200, reason: '', fields, body })
    await settle()
  }
}

const texts = async (set: Stage, users: (string | undefined)[], fields: string[]): Promise<string[]> => {
  const pending = users.map((user) => set.cache.send(of(user)))
  await settle()
  await answerAll(set, fields)
  await answerAll(set, fields)
  return Promise.all(pending.map(async (each) => textOf(await each.wait())))
}

describe.each(interpreters)('requests with cookies at the same time, on the %s', (interpreter) => {
  test.each([
    ['nothing', []],
    ['an entity tag alone', ['ETag', '"1"']],
  ])('get each their own response, where the origin says of caching %s', async (_what, fields) => {
    const set = stage({ interpreter })
    expect(await texts(set, ['a', 'b', 'c', undefined], fields)).toEqual([
      'for session=a',
      'for session=b',
      'for session=c',
      'for nobody',
    ])
    await settle()
    expectNothingLeft(set)
  })

  test('do not wait one after the other for what is each their own', async () => {
    const set = stage({ interpreter })
    const users = Array.from({ length: 20 }, (_, index) => String(index))
    const pending = users.map((user) => set.cache.send(of(user)))
    await settle()
    expect(set.backend.calls).toHaveLength(1)
    set.backend.reply({ fields: ['ETag', '"1"'] }, 'for the first')
    await settle()
    expect(set.backend.calls).toHaveLength(20)
    await answerAll(set, [])
    await Promise.all(pending.map(async (each) => textOf(await each.wait())))
    await settle()
    expectNothingLeft(set)
  })

  test('share what the origin says is for all, be its lifetime 0', async () => {
    const set = stage({ interpreter })
    expect(await texts(set, ['a', 'b'], ['Cache-Control', 'max-age=0'])).toEqual([
      'for session=a',
      'for session=a',
    ])
    expect(set.backend.calls).toHaveLength(1)
  })

  test('have no part in what was asked for without any, where nothing is said', async () => {
    const set = stage({ interpreter })
    expect(await texts(set, [undefined, undefined, 'a'], [])).toEqual([
      'for nobody',
      'for nobody',
      'for session=a',
    ])
  })

  test('share by the cookie in a private cache', async () => {
    const set = stage({ interpreter, policy: { shared: false } })
    expect(await texts(set, ['a', 'a', 'b'], [])).toEqual(['for session=a', 'for session=a', 'for session=b'])
  })
})
