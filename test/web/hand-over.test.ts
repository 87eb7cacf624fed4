import { describe, expect, test } from '@jest/globals'
import { webResponse } from '@cachechart/adapters/web'
import { BackendError, CompletedError } from '@cachechart/core'
import { fresh } from '../driver/flight-stage.ts'
import { get, settle, stage, storeOne } from '../driver/stage.ts'

describe('a pending request that is handed over to a Response', () => {
  test('becomes one when its outcome is there, with the header operations that were given before', async () => {
    const set = stage()
    const pending = set.cache.send(get())
    pending.setResponseHeader('X-Front', 'yes')
    const response = pending.sendTo(webResponse())
    expect(() => pending.setResponseHeader('X-Late', 'late')).toThrow(CompletedError)
    set.backend.reply(fresh, 'one')
    const { status, headers } = await response
    expect([status, headers.get('x-front'), await (await response).text()]).toEqual([200, 'yes', 'one'])
  })

  test('becomes one of a hit', async () => {
    const set = stage()
    await storeOne(set)
    const response = await set.cache.send(get()).sendTo(webResponse())
    expect(response.headers.get('cache-status')).toBe('cachechart; hit; ttl=60')
    expect(await response.text()).toBe('one')
  })

  test.each<[unknown, number, string]>([
    [new BackendError('ERR_BACKEND_RESET', 'to 10.0.0.7'), 502, 'ERR_BACKEND_RESET'],
    [new Error('secret'), 502, 'ERR_BACKEND_FAILED'],
  ])('becomes a problem of an error, without what lies behind: %s', async (error, status, code) => {
    const set = stage()
    set.backend.fail(error)
    const pending = set.cache.send(get())
    pending.setResponseHeader('X-Error', 'yes', 'error')
    pending.setResponseHeader('X-Response', 'yes', 'response')
    const response = await pending.sendTo(webResponse({ name: 'edge' }))
    const { headers } = response
    expect([response.status, headers.get('cache-status')]).toEqual([status, `edge; detail=${code}`])
    expect([headers.get('x-error'), headers.get('x-response')]).toEqual(['yes', null])
    const text = await response.text()
    expect(JSON.parse(text)).toMatchObject({ status, code })
    expect(text).not.toMatch(/10\.0\.0\.7|secret/)
  })

  test('says 503 of a store, 500 of a hook, and 504 of a deadline', async () => {
    const set = stage()
    set.store.failNext('get')
    const statuses = [
      await set.cache.send(get(), { strategy: 'fresh' }).sendTo(webResponse()),
      await set.cache
        .send(get(), { beforeSend: () => Promise.reject(new Error('no')) })
        .sendTo(webResponse()),
    ].map(({ status }) => status)
    const late = set.cache.send(get()).sendTo(webResponse())
    set.clock.advance(30_000)
    expect([...statuses, (await late).status]).toEqual([503, 500, 504])
  })

  test('is cancelled with its client, who is given the reason', async () => {
    const set = stage()
    const controller = new AbortController()
    const response = set.cache.send(get()).sendTo(webResponse({ signal: controller.signal }))
    const reason = new Error('gone')
    controller.abort(reason)
    await expect(response).rejects.toBe(reason)
    expect(set.cache.inFlight()).toMatchObject([{ state: 'awaitBackend.detached' }])
    set.backend.reply(fresh, 'one')
    await settle()
    expect(set.cache.inFlight()).toEqual([])
  })
})
