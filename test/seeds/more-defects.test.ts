/** The rest of the seed's defects: bodies that are taken too early, and polls after the outcome; and the machine's edges. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { compile, transactionMachine } from '@cachechart/core'
import { edgeFaults, withEffects } from './edge-faults.ts'
import { failingOnce, faultsOfStart, startAtGateway, startInEngine, startInSeed } from './failed-start.ts'
import { grounds } from './grounds.ts'
import type { Scene } from './scene.ts'
import { SeedMachine, type SeedResult } from './seed-machine.ts'
import { SeedFixture, type Errand, type SeedStage } from './seed-stage.ts'
import { seedHost, seedRequest } from './seed-subject.ts'

const fixture = new SeedFixture()
afterEach(() => fixture.stop())

describe('defect D: the body of a request is taken before beforeSend can fail', () => {
  // A request with content is for its client alone, and the hook before it is sent is onDirect.
  const starts = (['table', 'xstate'] as const).flatMap((interpreter) =>
    ['POST', 'GET'].flatMap((method) => [
      { name: `the engine (${interpreter}), ${method}`, start: startInEngine(interpreter, method) },
      { name: `the gateway (${interpreter}), ${method}`, start: startAtGateway(interpreter, method) },
    ]),
  )

  describe.each(starts)('on $name', ({ start }) => {
    test.each(['at once', 'later'] as const)(
      'a start that fails %s leaves the body as it was, to be sent again',
      async (how) => {
        expect(faultsOfStart(await start(failingOnce(how)))).toEqual([])
      },
    )
  })

  test('the seed’s machine has taken it, and this finds it', async () => {
    expect(faultsOfStart(await startInSeed(failingOnce('at once')))).toEqual([
      'the body was taken for a start that failed',
      'the origin received: [""]',
    ])
  })
})

describe('defect E: a second poll after the outcome is undefined', () => {
  /** What two polls after each other say, and whether it is the same. */
  const faultsOfPolls = (poll: () => unknown): string[] => {
    const outcomes = [poll, poll].map((each) => {
      try {
        return each()
      } catch (error) {
        return error
      }
    })
    if (outcomes[0] === undefined) return ['there was no outcome']
    return outcomes[0] === outcomes[1] ? [] : ['the second poll says something else']
  }

  const ways: readonly [string, (set: SeedStage) => Promise<Errand>][] = [
    ['a hit', async (set) => (await set.stored({ 'Cache-Control': 'max-age=60' }), {})],
    ['a miss', (set) => (set.origin.reply({}, 'one'), Promise.resolve({}))],
    ['direct', (set) => (set.origin.reply({}, 'one'), Promise.resolve({ overrides: { pass: true } }))],
    ['an error', (set) => (set.origin.fail(), Promise.resolve({}))],
    ['an error in direct', (set) => (set.origin.fail(), Promise.resolve({ overrides: { pass: true } }))],
  ]

  describe.each(grounds)('on $name', (ground) => {
    test.each(ways)('the outcome is remembered: %s', async (_way, arrange) => {
      const set = await fixture.start(ground)
      const asking = await set.begin(await arrange(set))
      const told = await asking.answer()
      expect(faultsOfPolls(() => asking.pending.poll())).toEqual([])
      const waited: unknown = await asking.pending.wait().catch((error: unknown) => error)
      expect(waited).toBe(told.response ?? told.error)
    })
  })

  test.each<[string, Scene]>([
    ['a miss', {}],
    ['direct', { way: 'direct' }],
  ])('the seed’s machine has forgotten it, and this finds it: %s', (_way, scene) => {
    const machine = new SeedMachine(seedRequest(scene), seedHost(scene))
    const outcomeOf = (result: SeedResult): unknown =>
      result.type === 'response' ? result.response.body : result.error
    expect(faultsOfPolls(() => outcomeOf(machine.poll()))).toEqual(['the second poll says something else'])
  })
})

describe('the machine’s edges', () => {
  const table = compile(transactionMachine)

  test('let a stored response stand in for whatever fails, and answer the client before a refresh begins', () => {
    expect(edgeFaults(table)).toEqual([])
  })

  test.each([
    ['awaitBackend.attached', 'reply.masked', ['obligation.abandon', 'client.fail'], 'reply.failed'],
    [
      'awaitBackend.attached',
      'deadline.masked',
      ['backend.cancel', 'obligation.abandon', 'client.fail'],
      'deadline.failed',
    ],
    ['awaitBackend.detached', 'reply.masked', ['obligation.abandon'], 'reply.failed'],
  ])('in a copy with the defect C this is found: %s on %s', (state, event, effects, without) => {
    expect(edgeFaults(withEffects(table, [state, event], effects))).toEqual([
      `in ${state} nothing can stand in on ${without}`,
    ])
  })

  test('in a copy with the defect A it is found that the refresh comes first', () => {
    const copy = withEffects(
      table,
      ['awaitCache', 'lookup.staleObliged'],
      ['refresh.start', 'client.respond'],
    )
    expect(edgeFaults(copy)).toEqual([
      'in awaitCache the refresh comes before the client on lookup.staleObliged',
    ])
  })
})
