/** A reply that the store does not take is for those who wait already: nobody who comes later waits for it. */
import { expect, test } from '@jest/globals'
import { fakeBody } from '@cachechart/core/testing'
import { fresh } from './flight-stage.ts'
import { get, interpreters, settle, stage, textOf } from './stage.ts'

const cases = interpreters.flatMap((interpreter) => [0, 5].map((before) => [interpreter, before] as const))

test.each(cases)(
  'who comes late asks the origin, on the %s, after %i failed writes',
  async (interpreter, before) => {
    const set = stage({ interpreter })
    for (let each = 0; each <= before; each += 1) set.store.failNext('put')
    for (let each = 0; each < before; each += 1) {
      set.backend.reply(fresh, 'not stored')
      await textOf(await set.cache.handle(get()))
    }
    expect(set.cache.storeHealth().writes.state).toBe(before < 5 ? 'closed' : 'open')
    const body = fakeBody()
    const first = set.cache.send(get())
    set.backend.reply(fresh, body)
    body.push('slow ')
    await settle()
    const second = set.cache.send(get())
    expect(set.cache.inFlight().map(({ state }) => state)).toEqual(['delivering', 'awaitBackend.attached'])
    set.backend.reply(fresh, 'own')
    expect(await textOf(await second.wait())).toBe('own')
    body.push('end')
    body.end()
    expect(await textOf(await first.wait())).toBe('slow end')
  },
)
