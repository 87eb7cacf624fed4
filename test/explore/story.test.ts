import { describe, expect, test } from '@jest/globals'
import { explore, storyDiagram, storyText, walkAtRandom, type Story } from '@cachechart/core/testing/machines'
import { circlingMachine, deafMachine, impatientMachine } from './broken-machines.ts'

const machines = { transaction: impatientMachine }

const storyOf = (story: Story | undefined): Story => {
  if (story === undefined) throw new TypeError('there is no story')
  return story
}

describe('a machine that gives the fetch up when its client leaves', () => {
  test('breaks a promise, and the others are left open', async () => {
    const { invariants, story, worlds } = await explore({ clients: 2, machines })
    expect(invariants.filter(({ verdict }) => verdict === 'broken').map(({ name }) => name)).toEqual([
      'storable is stored',
    ])
    expect(invariants.filter(({ verdict }) => verdict === 'holds')).toEqual([])
    expect([worlds.length, story?.path]).toEqual([1, [0, 5]])
  })

  test('has a shortest story, in numbered steps, with the states before and after', async () => {
    const { story } = await explore({ clients: 1, machines })
    expect(storyText(storyOf(story)))
      .toBe(`"storable is stored" does not hold: the fetch of Anna was given up, though nobody may stop it.
World "leased, hurried": clients get; stored at first: nothing.
1. Anna asks for the page (get)
   Anna: received → (request.lookup) awaitCache → (lookup.leaseObliged) awaitLease.asked
2. the lease server grants the lease (for Anna)
   Anna: awaitLease.asked → (lease.granted) awaitBackend.attached
3. Anna leaves
   Anna: awaitBackend.attached → (client.gone) abandoned
   the fetch of Anna: awaitReply.open → (reply.failed) closed`)
  })

  test('has the same story as a sequence diagram', async () => {
    const { story } = await explore({ clients: 2, machines })
    expect(storyDiagram(storyOf(story))).toBe(`sequenceDiagram
  actor Anna
  participant cache
  participant store
  participant origin
  Anna->>cache: asks for the page (get)
  Note over cache: Anna: received → (request.lookup) awaitCache → (lookup.obliged) awaitBackend.attached
  Anna->>cache: leaves
  Note over cache: Anna: awaitBackend.attached → (client.gone) abandoned
  Note over cache: the fetch of Anna: awaitReply.open → (reply.failed) closed
  Note over cache: "storable is stored" does not hold: the fetch of Anna was given up, though nobody may stop it
`)
  })
})

describe('a machine that goes round', () => {
  test('within one step is told of, and does not keep anybody waiting', async () => {
    const { story } = await explore({ clients: 2, machines: { transaction: circlingMachine } })
    expect(story).toMatchObject({
      invariant: 'expected events',
      what: 'the cache broke off: it goes round without an end',
    })
    expect(story?.steps).toHaveLength(1)
  })

  test('from step to step is told of, by a way into what has no way out', async () => {
    const worlds = ['anything: head, nothing, pass']
    const { story } = await explore({ clients: 1, machines: { transaction: circlingMachine }, worlds })
    expect(story).toMatchObject({ invariant: 'no deadlock' })
    expect(story?.steps.length).toBeGreaterThan(0)
  })
})

describe('random walks', () => {
  test.each([1, 2, 3])(
    'find what is wrong, and tell it without the steps that make no difference (seed %i)',
    async (seed) => {
      const { story, walks, invariants } = await walkAtRandom({
        clients: 6,
        machines: { flight: deafMachine },
        seed,
      })
      const { invariant, steps } = storyOf(story)
      expect(invariants.filter(({ verdict }) => verdict === 'broken').map(({ name }) => name)).toEqual([
        invariant,
      ])
      expect(steps.length).toBeLessThanOrEqual(16)
      expect(walks).toBeLessThan(1_000)
    },
  )

  test('keep every invariant, however many clients there are', async () => {
    const seed = Math.floor(Math.random() * 2 ** 32)
    for (const clients of [4, 10]) {
      const { story, walks, steps } = await walkAtRandom({ clients, walks: 300, seed })
      expect({ seed, story: story && storyText(story) }).toEqual({ seed, story: undefined })
      expect([walks, steps > 3_000]).toEqual([300, true])
    }
  })

  test('are the same for the same seed', async () => {
    const one = await walkAtRandom({ clients: 5, walks: 40, seed: 4 })
    expect(await walkAtRandom({ clients: 5, walks: 40, seed: 4 })).toEqual(one)
    expect((await walkAtRandom({ clients: 5, walks: 40, seed: 5 })).steps).not.toBe(one.steps)
  })

  test('tell how far they have come', async () => {
    const seen: number[] = []
    await walkAtRandom({ clients: 2, walks: 60, onProgress: ({ walks }) => void seen.push(walks) })
    expect(seen).toEqual([20, 40, 60])
  })
})
