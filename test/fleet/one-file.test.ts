import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { answerWith, bodyOf, holdFirst, host } from './fleet-origin.ts'
import { countEnds, Fleet } from './fleet.ts'
import { storedBody } from './stored-body.ts'

jest.setTimeout(60_000)

const size = 3

const ways: readonly (readonly [string, (path: string) => Readonly<Record<string, unknown>>])[] = [
  ['by URL', (path) => ({ url: `http://${host}${path}` })],
  ['by surrogate key', (path) => ({ surrogateKey: `label-of-${path.slice(1)}` })],
  ['of everything', () => ({ all: true })],
  ['that are soft', (path) => ({ url: `http://${host}${path}`, soft: true })],
]

describe('three gateways on one SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-fleet-'))
  const store = `sqlite:${join(folder, 'cache.db')}`
  let fleet: Fleet
  let last = 0
  beforeAll(async () => {
    fleet = await new Fleet({ store, size }).start()
  })
  afterAll(async () => {
    await fleet.end()
    rmSync(folder, { recursive: true, force: true })
  })

  const labelled = (path: string) => answerWith({ 'Surrogate-Key': `label-of-${path.slice(1)}` })
  const newPath = (): string => `/page-${(last += 1)}`
  const each = (body: string): readonly string[] => Array.from({ length: size }, () => body)
  /** Nobody is at work any more: what came is stored. */
  const atRest = () => Promise.all(fleet.members.map((member) => member.atRest()))

  test('ask the origin once each for what nobody has, without leases, and answer everyone', async () => {
    const path = '/cold'
    fleet.origin.on(path, () => {})
    const asking = fleet.askAll(path, 100)
    await fleet.origin.reached(path, size)
    await Promise.all(fleet.members.map((member) => member.parked(path, 99)))
    fleet.origin.asked(path).forEach(answerWith())
    const ends = countEnds(await asking)
    expect(Object.values(ends)).toEqual([100, 100, 100])
    expect(fleet.origin.asked(path)).toHaveLength(size)
    await atRest()
    // Then all have the same one, whose ever it is.
    expect(new Set(await fleet.bodies(path)).size).toBe(1)
  })

  test('have at once what one of them has stored', async () => {
    const path = newPath()
    await fleet.at(0).ask(path)
    await atRest()
    expect(await fleet.bodies(path)).toEqual(each(bodyOf(path, 1)))
    expect(fleet.origin.asked(path)).toHaveLength(1)
  })

  describe.each(ways)('purges %s', (_way, target) => {
    test('are seen by all others as soon as they are answered', async () => {
      for (let at = 0; at < 6; at += 1) {
        const path = newPath()
        fleet.origin.on(path, labelled(path))
        await fleet.at(0).ask(path)
        await atRest()
        await fleet.at(at % size).purge(target(path))
        expect(await fleet.bodies(path)).not.toContain(bodyOf(path, 1))
      }
    })

    test('keep out of the file what another process was fetching when they were made', async () => {
      const path = newPath()
      fleet.origin.on(path, holdFirst(1, labelled(path)))
      const asking = fleet.at(0).ask(path)
      const first = await fleet.origin.reached(path, 1)
      await fleet.at(1).purge(target(path))
      labelled(path)(first)
      expect((await asking).body).toBe(bodyOf(path, 1))
      await atRest()
      await fleet.at(2).ask(path)
      await atRest()
      expect(await fleet.bodies(path)).toEqual(each(bodyOf(path, 2)))
      expect(fleet.origin.asked(path)).toHaveLength(2)
    })
  })

  test('take what one of them was asked to change for changed, all of them', async () => {
    const path = newPath()
    await fleet.at(0).ask(path)
    await atRest()
    await fleet.at(1).ask(path, { method: 'POST' })
    expect(await fleet.bodies(path)).not.toContain(bodyOf(path, 1))
  })

  test('go on when one is killed while it writes: half of a response is no response', async () => {
    const path = newPath()
    fleet.origin.on(path, holdFirst(1))
    const asking = fleet.at(0).ask(path)
    const first = await fleet.origin.reached(path, 1)
    first.response.writeHead(200, { 'Cache-Control': 'max-age=60' }).write('x'.repeat(3_000_000))
    await fleet.at(0).storyWhere(({ inFlight }) => inFlight.some(({ state }) => state === 'delivering'))
    fleet.at(0).signal('SIGKILL')
    expect((await asking).end).toBe('cut')
    const others = fleet.members.slice(1)
    const [one, other] = await fleet.bodies(path, others)
    expect([one, other]).not.toContain(undefined)
    for (const body of [one, other]) expect(body).toMatch(/^[23] of /)
    expect(await storedBody(store, path)).toMatch(/^[23] of /)
  })
})
