/**
 * The defects of the seed's machine. Each has one judgement, which this cache passes on every ground and a faithful small
 * copy of the seed's machine does not; and a control, so that it is the defect by which the copy fails.
 */
import { describe, expect, test } from '@jest/globals'
import { cacheSubject } from './cache-subject.ts'
import { answers, faultsOf, keepsOperations, tellsAll } from './faults.ts'
import { grounds } from './grounds.ts'
import type { Scene } from './scene.ts'
import { seedSubject } from './seed-subject.ts'

const engines = grounds.filter(({ by }) => by === 'calls')
const gateways = grounds.filter(({ by }) => by === 'sockets')

describe('defect A: operations on header fields are lost by a background revalidation', () => {
  const scenes: readonly Scene[] = [
    { stored: 'revalidating' },
    { stored: 'revalidating', failing: ['origin'] },
  ]

  test.each(grounds)('they stay with the client on $name', async (ground) => {
    expect(await faultsOf(cacheSubject(ground), scenes, keepsOperations)).toEqual([])
  })

  test('the seed’s machine loses them, and this finds it', async () => {
    const lost = ['the response lacks x-any', 'the response lacks x-response']
    expect(await faultsOf(seedSubject, scenes, keepsOperations)).toEqual([...lost, ...lost])
  })

  test('nothing is found in the seed’s machine where nothing is revalidated', async () => {
    const others: readonly Scene[] = [{ stored: 'fresh' }, {}, { way: 'direct' }]
    expect(await faultsOf(seedSubject, others, keepsOperations)).toEqual([])
  })
})

describe('defect B: operations aimed at errors are lost in the states of the cache', () => {
  const scenes: readonly Scene[] = [
    { failing: ['lookup'] },
    { failing: ['beforeSend'] },
    { failing: ['origin'] },
  ]

  test.each(grounds)('an error on any path carries them on $name', async (ground) => {
    const everywhere: readonly Scene[] = [...scenes, { way: 'direct', failing: ['origin'] }]
    expect(await faultsOf(cacheSubject(ground), everywhere, keepsOperations)).toEqual([])
  })

  test.each(scenes)('the seed’s machine loses them, and this finds it: $failing', async (scene) => {
    expect(await faultsOf(seedSubject, [scene], keepsOperations)).toEqual([
      'the error lacks x-any',
      'the error lacks x-error',
    ])
  })

  test('nothing is found in the seed’s machine in direct', async () => {
    expect(await faultsOf(seedSubject, [{ way: 'direct', failing: ['origin'] }], keepsOperations)).toEqual([])
  })
})

describe('defect C: an error while committing is the end, and a stale response that cannot be had hides the first error', () => {
  const commits: readonly Scene[] = [{ failing: ['commit'] }, { stored: 'masking', failing: ['commit'] }]
  const standsIn: readonly Scene[] = [
    { stored: 'masking', failing: ['origin'] },
    { stored: 'masking', failing: ['beforeSend'] },
  ]

  test.each(grounds)('a reply that could only not be written passes through on $name', async (ground) => {
    const subject = cacheSubject(ground)
    expect(await faultsOf(subject, [...commits, ...standsIn], answers)).toEqual([])
    for (const scene of commits) expect((await subject(scene)).body).toBe('two')
    for (const scene of standsIn) expect((await subject(scene)).body).toBe('one')
  })

  test('the seed’s machine fails the client of it, and this finds it', async () => {
    expect(await faultsOf(seedSubject, commits, answers)).toEqual([
      'the client gets an error of the store',
      'the client gets an error of the store',
    ])
  })

  test.each(engines)('both errors are told, the first one first, on $name', async (ground) => {
    const subject = cacheSubject(ground)
    const twice = (first: 'origin' | 'beforeSend'): Scene => ({
      stored: 'masking',
      failing: [first, 'standIn'],
    })
    expect(await faultsOf(subject, [twice('origin')], tellsAll('origin', 'store'))).toEqual([])
    const part: Scene = { ...twice('origin'), wants: 'part' }
    expect(await faultsOf(subject, [part], tellsAll('origin', 'store'))).toEqual([])
    expect(await faultsOf(subject, [twice('beforeSend')], tellsAll('beforeSend', 'store'))).toEqual([])
  })

  test.each(gateways)('the answer is broken off, not ended, on $name', async (ground) => {
    const ending = await cacheSubject(ground)({ stored: 'masking', failing: ['origin', 'standIn'] })
    expect([ending.type, ending.headers.get('x-response'), ending.errors]).toEqual([
      'error',
      'response',
      ['the connection'],
    ])
  })

  test('the seed’s machine hides the first one, and this finds it', async () => {
    const scene: Scene = { stored: 'masking', failing: ['origin', 'standIn'] }
    expect(await faultsOf(seedSubject, [scene], tellsAll('origin', 'store'))).toEqual([
      'of origin,store only store is told',
    ])
  })

  test('nothing is found in the seed’s machine where one thing fails, and the stored response stands in', async () => {
    expect(await faultsOf(seedSubject, standsIn, answers)).toEqual([])
  })
})
