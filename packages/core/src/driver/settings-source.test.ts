import { describe, expect, test } from '@jest/globals'
import type { Overrides, OverridesFor } from './overrides.ts'
import { abortPolicy } from './flight-options.ts'
import { SettingsSource } from './settings-source.ts'
import type { Settings } from './settings.ts'

const plain: Settings = {
  mode: 'default',
  key: undefined,
  range: 'kept',
  collapse: 'together',
  deadlines: { store: 1, flight: 2, lease: 7, connect: 3, reply: 4, body: 5, transaction: 6 },
  abort: abortPolicy(),
  rules: undefined,
  storage: undefined,
  hooks: {},
}
const request = { method: 'GET', url: 'http://example.com/', fields: [] }

const settings = (overrides: OverridesFor | undefined, own?: Overrides): Settings =>
  new SettingsSource({ plain, overrides, onTimeout: 'stale' }).settingsFor(request, own)

describe('the settings of a request', () => {
  test('are the very same for all that say nothing', () => {
    expect(settings(undefined)).toBe(plain)
    const source = new SettingsSource({ plain, overrides: { ttl: 5 }, onTimeout: 'stale' })
    expect(source.settingsFor(request, undefined)).toBe(source.settingsFor(request, undefined))
  })

  test.each<[Overrides, Partial<Settings>]>([
    [{ pass: true }, { mode: 'no-store' }],
    [{ pass: false }, { mode: 'default' }],
    [{ cacheMode: 'no-cache' }, { mode: 'no-cache' }],
    [{ strategy: 'fresh' }, { mode: 'fresh' }],
    [{ strategy: 'refresh' }, { mode: 'default' }],
    [{ strategy: 'invalidate' }, { mode: 'invalidate' }],
    [{ strategy: 'bypass' }, { mode: 'reload' }],
    [{ cacheKey: 'k' }, { key: 'k' }],
    [{ afterSend: () => {} }, { range: 'dropped' }],
    [{ collapse: false }, { collapse: 'alone' }],
    [{ collapse: true }, { collapse: 'together' }],
    [{ deadlines: { reply: 9, body: undefined } as object }, { deadlines: { ...plain.deadlines, reply: 9 } }],
    [{ ttl: 0 }, { storage: expect.objectContaining({ ttl: 0 }) as object }],
    [{ collapse: true }, { storage: undefined }],
  ])('are, with %j, %j', (own, expected) => {
    expect(settings(undefined, own)).toMatchObject(expected)
  })

  test('have rules of their own only where the client\u2019s leaving means something else', () => {
    expect(settings(undefined, { ttl: 5 }).rules).toBeUndefined()
    const own = settings(undefined, { abort: { leader: { awaitBackend: 'stop' } } })
    expect(own.rules).toEqual({ onTimeout: 'stale', leaderLeaves: 'stop' })
    expect(own.abort.leader).toEqual({ awaitBackend: 'stop', delivering: 'finish' })
  })

  test('are made by a function for each request', () => {
    const overrides = ({ url }: { readonly url: string }) => (url.endsWith('/') ? { ttl: 7 } : undefined)
    expect(settings(overrides).storage).toMatchObject({ ttl: 7 })
    const source = new SettingsSource({ plain, overrides, onTimeout: 'stale' })
    expect(source.settingsFor({ ...request, url: 'http://example.com/x' }, undefined)).toBe(plain)
  })

  test('say what the request itself says, and otherwise what was said for all', () => {
    const base: Overrides = { ttl: 5, strategy: 'bypass', deadlines: { reply: 8, body: 9 }, staleIfError: 3 }
    expect(settings(base, { maxAge: 6, pass: true, deadlines: { reply: 7 } })).toMatchObject({
      mode: 'no-store',
      storage: { ttl: undefined, maxAge: 6, staleIfError: 3 },
      deadlines: { ...plain.deadlines, reply: 7, body: 9 },
    })
    expect(settings(base, { ttl: undefined, staleIfError: 0 })).toMatchObject({
      mode: 'reload',
      storage: { ttl: 5, staleIfError: 0 },
    })
  })

  test('join what becomes of fetches, role by role', () => {
    const base: Overrides = { abort: { leader: { awaitBackend: 'stop' }, follower: { delivering: 'stop' } } }
    const own: Overrides = { abort: { leader: { delivering: 'finishIfWanted' } } }
    expect(settings(base, own).abort).toMatchObject({
      leader: { awaitBackend: 'stop', delivering: 'finishIfWanted' },
      follower: { awaitFlight: 'finish', delivering: 'stop' },
    })
  })

  test('are remembered for overrides that cannot change any more', () => {
    const source = new SettingsSource({ plain, overrides: undefined, onTimeout: 'stale' })
    const frozen = Object.freeze({ ttl: 5 })
    expect(source.settingsFor(request, frozen)).toBe(source.settingsFor(request, frozen))
    const loose = { ttl: 5 }
    source.settingsFor(request, loose)
    loose.ttl = 6
    expect(source.settingsFor(request, loose).storage).toMatchObject({ ttl: 6 })
  })

  test('are refused where they make no sense, at once or when the function has made them', () => {
    expect(() => settings({ ttl: -1 })).toThrow('ttl must be')
    expect(() => settings(() => ({ ttl: -1 }))).toThrow('ttl must be')
    expect(() => settings(undefined, { ttl: -1 })).toThrow('ttl must be')
  })
})
