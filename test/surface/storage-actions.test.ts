import { describe, expect, test } from '@jest/globals'
import type { Candidate } from '@cachechart/core'
import { expectNothingLeft, fresh } from '../driver/flight-stage.ts'
import { fieldOf, get, interpreters, settle, stage, storyOf, textOf } from '../driver/stage.ts'

describe.each(interpreters)('a storage action on the %s', (interpreter) => {
  test.each<[Candidate['action'], string[], string, string[]]>([
    ['insert', ['Cache-Control', 'no-store'], 'miss.leader', ['lookup.fresh']],
    ['insert', ['Set-Cookie', 'a=b', 'Cache-Control', 'max-age=60'], 'miss.leader', ['lookup.fresh']],
    ['doNotStore', ['Cache-Control', 'max-age=60'], 'uncacheable', ['lookup.obliged']],
    ['recordUncacheable', ['Cache-Control', 'max-age=60'], 'uncacheable', ['lookup.obliged']],
  ])('decides with the action %s what becomes of %j', async (action, fields, outcome, next) => {
    const set = stage({ interpreter })
    set.backend.reply({ fields }, 'one')
    const afterSend = (candidate: Candidate): void => {
      candidate.action = action
      expect(candidate.action).toBe(action)
      if (action === 'insert') candidate.ttl = 60
    }
    const response = await set.cache.handle(get(), { afterSend })
    expect([response.outcome, await textOf(response)]).toEqual([outcome, 'one'])
    set.backend.reply({}, 'two')
    await set.cache.handle(get())
    expect(storyOf(set.cache).slice(1, 2)).toEqual(next)
    expectNothingLeft(set)
  })

  test('records as uncacheable what sets a cookie, unless it says otherwise', async () => {
    const set = stage({ interpreter })
    const seen: string[] = []
    set.backend.reply({ fields: [...fresh.fields, 'Set-Cookie', 'a=b'] }, 'one')
    await set.cache.handle(get(), { afterSend: ({ action }) => void seen.push(action) })
    expect(seen).toEqual(['recordUncacheable'])
  })

  test('keeps a 304 from changing what is stored, with doNotStore', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"', 'X', 'old'] }, 'one')
    await textOf(await set.cache.handle(get()))
    set.clock.advance(61_000)
    set.backend.reply({ status: 304, fields: ['X', 'new', 'Cache-Control', 'max-age=600'] })
    const afterSend = (candidate: Candidate): void => {
      expect([candidate.status, candidate.action, candidate.ttl]).toEqual([304, 'update', 600])
      for (const action of ['insert', 'recordUncacheable'] as const) {
        expect(() => (candidate.action = action)).toThrow('a 304 has no content of its own')
      }
      candidate.action = 'doNotStore'
    }
    const response = await set.cache.handle(get(), { afterSend })
    expect([response.status, response.outcome, fieldOf(response, 'x'), await textOf(response)]).toEqual([
      200,
      'revalidated',
      'old',
      'one',
    ])
    set.backend.reply({ status: 304, fields: ['X', 'new'] })
    expect(fieldOf(await set.cache.handle(get()), 'x')).toBe('new')
    expectNothingLeft(set)
  })

  test('sets how a 304 brings up to date what is stored', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"'] }, 'one')
    await textOf(await set.cache.handle(get()))
    set.clock.advance(61_000)
    set.backend.reply({ status: 304 })
    const response = await set.cache.handle(get(), { afterSend: (candidate) => void (candidate.ttl = 500) })
    expect([response.outcome, response.ttl]).toEqual(['revalidated', 500])
    expect(set.cache.send(get()).poll()?.ttl).toBe(500)
  })

  test('does not run for a 304 that fits nothing, but for the reply that is asked for in its place', async () => {
    const set = stage({ interpreter })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60', 'ETag', '"1"'] }, 'one')
    await textOf(await set.cache.handle(get()))
    set.clock.advance(61_000)
    const seen: number[] = []
    const pending = set.cache.send(get(), { afterSend: ({ status }) => void seen.push(status) })
    set.backend.reply({ status: 304, fields: ['ETag', '"2"'] })
    await settle()
    set.backend.reply(fresh, 'two')
    expect([await textOf(await pending.wait()), seen]).toEqual(['two', [200]])
    expectNothingLeft(set)
  })
})
