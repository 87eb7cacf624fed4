import { afterEach, describe, expect, test } from '@jest/globals'
import { createCache, memoryStore, MisuseError, StoreError } from '@cachechart/core'
import { createAdmin, type Admin, type AdminParts } from './admin.ts'
import { UnconfirmedPurgeError, type AdminDesk } from './admin-desk.ts'

const cache = createCache({
  store: memoryStore(),
  backend: { send: () => Promise.reject(new TypeError('nothing is asked for')) },
})

/** Answers later, and tells more than one cache does. */
const story = async () => {
  await Promise.resolve()
  return {
    now: 1,
    inFlight: [],
    ledger: cache.ledger(),
    counters: cache.counters(),
    tolerated: cache.tolerated(),
    workers: [1, 2],
  }
}

let admin: Admin | undefined
afterEach(() => admin?.close())

const open = async (desk: Partial<AdminDesk>, parts: Partial<AdminParts> = {}) => {
  admin = createAdmin({
    port: 0,
    desk: { story, purge: () => Promise.reject(new TypeError('no purge')), ...desk },
    ...parts,
  })
  return (await admin.listen()).url
}

const purge = async (url: string, headers: Readonly<Record<string, string>> = {}, body = '{"all":true}') => {
  const response = await fetch(`${url}/.cachechart/purge`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  })
  return [response.status, await response.json()]
}

const failWith = (error: Error): Partial<AdminDesk> => ({ purge: () => Promise.reject(error) })

describe("an operator's address by itself", () => {
  test('answers with whatever its desk tells, at once or later', async () => {
    const url = await open({})
    const response = await fetch(`${url}/.cachechart/in-flight`)
    expect(await response.json()).toMatchObject({ now: 1, inFlight: [], workers: [1, 2] })
  })

  test('answers a desk that fails with a problem, and goes on', async () => {
    let told = 0
    const url = await open({
      story: () => (told++ === 0 ? Promise.reject(new TypeError('not now')) : story()),
    })
    const first = await fetch(`${url}/.cachechart/in-flight`)
    expect([first.status, await first.json()]).toEqual([
      500,
      expect.objectContaining({ code: 'ERR_GATEWAY_INTERNAL' }),
    ])
    expect((await fetch(`${url}/.cachechart/in-flight`)).status).toBe(200)
  })

  test('answers a purge with all that the desk has to say', async () => {
    const answer = { purged: 3, workers: [{ worker: 1, purged: 3 }] }
    const url = await open({ purge: () => Promise.resolve(answer) })
    expect(await purge(url)).toEqual([200, answer])
  })

  test.each(['null', '5', '"a"', 'true', '[]', '["all"]'])(
    'refuses a purge of %s, which is no object, and does not ask the desk',
    async (body) => {
      const url = await open({ purge: () => Promise.resolve({ purged: 0 }) })
      expect(await purge(url, {}, body)).toEqual([400, expect.objectContaining({ code: 'ERR_MISUSE' })])
    },
  )

  test.each([
    [
      '504, and who has not confirmed it',
      new UnconfirmedPurgeError('worker 2'),
      504,
      'ERR_PURGE_UNCONFIRMED',
      'worker 2',
    ],
    [
      '503 where the store failed',
      new StoreError('ERR_STORE_FAILED', 'x'),
      503,
      'ERR_STORE_FAILED',
      'The store of the cache failed.',
    ],
    ['400 where it made no sense', new MisuseError('worker 2'), 400, 'ERR_MISUSE', 'worker 2'],
  ])('answers a purge that failed with %s', async (_what, error, status, code, detail) => {
    const url = await open(failWith(error))
    expect(await purge(url)).toEqual([status, expect.objectContaining({ code, detail })])
  })

  test('lets only who has the token purge', async () => {
    const url = await open(
      { purge: () => Promise.resolve({ purged: 0 }) },
      { purge: { token: 'open-sesame' } },
    )
    expect((await purge(url))[0]).toBe(401)
    expect((await purge(url, { Authorization: 'Bearer open-sesame' }))[0]).toBe(200)
  })

  test('may pause, and listen again', async () => {
    await open({})
    await admin?.pause()
    const url = (await admin?.listen())?.url ?? ''
    expect((await fetch(`${url}/.cachechart/in-flight`)).status).toBe(200)
  })

  test('refuses a token that no request can show, without repeating it', () => {
    const desk: AdminDesk = { story, purge: () => Promise.resolve({ purged: 0 }) }
    const create = () => createAdmin({ port: 0, desk, purge: { token: 'open sesame' } })
    expect(create).toThrow(MisuseError)
    expect(create).not.toThrow(/sesame/)
  })
})
