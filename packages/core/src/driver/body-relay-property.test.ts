import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StoreWriter } from '../ports/store.ts'
import type { Body, MaybePromise } from '../ports/body.ts'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { bodyAtHand, relayScene, settled, type RelayClient, type RelayScene } from '../testing/relay-scene.ts'
import { joinBytes } from './join-bytes.ts'

/** Everything that may happen to a relay, in any order. What makes no sense at its moment is left out. */
const steps = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('send' as const), length: fc.integer({ min: 0, max: 9 }) }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('read' as const), client: fc.nat(4) }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('settle' as const), turns: fc.integer({ min: 1, max: 8 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('join' as const), place: fc.constant('follower' as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      answer: fc.constantFrom('yes', 'yes', 'yes', 'no', 'broken'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), client: fc.nat(4) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'end' as const,
        'fail' as const,
        'purge' as const,
        'stop' as const,
        'wait' as const,
      ),
    }),
  },
)
type Step = typeof steps extends fc.Arbitrary<infer Each> ? Each : never

const scripts = fc.record({
  window: fc.integer({ min: 0, max: 24 }),
  store: fc.constantFrom('none', 'prompt', 'patient', 'patient', 'full', 'broken'),
  probe: fc.constantFrom('probe' as const, undefined),
  reopen: fc.constantFrom('at hand', 'in pieces', 'later', 'gone', 'broken'),
})
type Script = typeof scripts extends fc.Arbitrary<infer Each> ? Each : never

/** A store that keeps what it is given, and answers at once or when the test says so. */
class PlayStore implements StoreWriter {
  readonly pieces: Uint8Array[] = []
  readonly #pace: Script['store']
  #open: ((answer: string) => void)[] = []
  #asked = 0

  constructor(pace: Script['store']) {
    this.#pace = pace
  }

  write(chunk: Uint8Array) {
    this.pieces.push(chunk)
    return this.#ask('accepted' as const)
  }

  commit() {
    return this.#ask('stored' as const)
  }

  abort() {}

  answer(answer: string): void {
    this.#open.shift()?.(answer)
  }

  #ask<Yes>(yes: Yes): MaybePromise<Yes | 'refused'> {
    this.#asked += 1
    if (this.#asked === 4 && this.#pace === 'full') return 'refused'
    if (this.#asked === 4 && this.#pace === 'broken') throw new Error('disk')
    if (this.#pace !== 'patient') return yes
    return new Promise((resolve, reject) => {
      this.#open.push((answer) => {
        if (answer === 'broken') reject(new Error('disk'))
        else resolve(answer === 'yes' ? yes : 'refused')
      })
    })
  }
}

/** A client that remembers what it got. */
class Reader {
  readonly client: RelayClient
  readonly pieces: Uint8Array[] = []
  outcome: unknown
  state: 'idle' | 'asking' | 'over' | 'left' = 'idle'

  constructor(client: RelayClient) {
    this.client = client
  }

  ask(): void {
    if (this.state !== 'idle') return
    this.state = 'asking'
    this.client.reader.next().then(
      ({ done, value }) => {
        if (this.state === 'left') return
        this.state = done === true ? 'over' : 'idle'
        if (done === true) this.outcome = 'whole'
        else this.pieces.push(value)
      },
      (error: unknown) => {
        this.state = 'over'
        this.outcome = error
      },
    )
  }

  leave(): void {
    if (this.state === 'over') return
    this.state = 'left'
    this.client.reader.cancel()
  }
}

/** One run of a script. */
class Play {
  readonly scene: RelayScene
  readonly readers: Reader[]
  readonly sent: Uint8Array[] = []
  readonly #store: PlayStore
  readonly #script: Script

  constructor(script: Script, expected: number) {
    this.#script = script
    this.#store = new PlayStore(script.store)
    this.scene = relayScene({
      writer: null,
      window: script.window,
      expected: script.probe && expected,
      reopen: () => this.#reopen(),
    })
    if (script.store !== 'none') this.scene.relay.storeWith(this.#store, script.probe)
    this.readers = [new Reader(this.scene.join('leader'))]
    this.scene.relay.start()
  }

  async take(step: Step): Promise<void> {
    const { relay, source, clock } = this.scene
    if (step.do === 'send') this.#send(step.length)
    else if (step.do === 'read') this.readers[step.client]?.ask()
    else if (step.do === 'leave') this.readers[step.client]?.leave()
    else if (step.do === 'join' && relay.isWhole) this.readers.push(new Reader(this.scene.join(step.place)))
    else if (step.do === 'answer') this.#store.answer(step.answer)
    else if (step.do === 'settle') await settled(step.turns)
    else if (step.do === 'end') source.end()
    else if (step.do === 'fail') source.fail(new Error('reset'))
    else if (step.do === 'purge') relay.discardWrite()
    else if (step.do === 'stop') relay.stop()
    else if (step.do === 'wait') clock.advance(1_000)
  }

  /** All that is still owed is given. */
  async finish(): Promise<void> {
    this.scene.source.end()
    for (let turn = 0; turn < 400 && !this.#isOver(); turn += 1) {
      this.#store.answer('yes')
      for (const reader of this.readers) reader.ask()
      await settled(10)
    }
  }

  /** Whatever one is behind, it does not hold more than the window, or a single chunk. */
  checkMemory(): void {
    const [leader, ...followers] = this.readers
    // Once all has come, what lies ready may be the store's.
    if (leader?.state === 'left' || this.scene.relay.hasEnded) return
    const most = Math.max(this.#script.window, 9)
    const greedy = followers.filter(({ client }) => client.reader.buffered > most)
    if (greedy.length > 0) throw new Error(`${greedy.length} followers hold more than ${most} bytes`)
  }

  #isOver(): boolean {
    const isOpen = this.readers.some(({ state }) => state === 'idle' || state === 'asking')
    return this.scene.relay.hasEnded && !isOpen
  }

  #send(length: number): void {
    if (this.scene.source.state !== 'open') return
    const start = this.sent.reduce((sum, chunk) => sum + chunk.length, 0)
    const chunk = Uint8Array.from({ length }, (_byte, index) => (start + index) % 251)
    this.sent.push(chunk)
    this.scene.source.push(chunk)
  }

  #reopen(): Body | undefined | Promise<Body | undefined> {
    const { pieces } = this.#store
    const { reopen } = this.#script
    if (reopen === 'at hand') return bodyAtHand(joinBytes(pieces) ?? new Uint8Array())
    if (reopen === 'in pieces') return new ChunkedBody(pieces)
    if (reopen === 'later') return Promise.resolve(new ChunkedBody(pieces))
    if (reopen === 'gone') return undefined
    throw new Error('disk')
  }
}

/** How many bytes the source will have sent when it is at its end. */
const lengthOf = (sequence: readonly Step[]): number => {
  let length = 0
  for (const step of sequence) {
    if (step.do === 'end' || step.do === 'fail') break
    if (step.do === 'send') length += step.length
  }
  return length
}

const typed = ['ERR_FOLLOWER_TOO_SLOW', 'ERR_BACKEND_CANCELLED', 'ERR_BACKEND_TIMEOUT']

const checkReader = ({ client, pieces, outcome, state }: Reader, sent: Uint8Array): void => {
  const got = joinBytes(pieces) ?? new Uint8Array()
  expect(Buffer.compare(got, sent.subarray(0, got.length))).toBe(0)
  expect(client.told).toHaveLength(1)
  if (state === 'left') return
  expect(state).toBe('over')
  if (outcome === 'whole') {
    expect(got.length).toBe(sent.length)
    expect(client.told).toEqual(['done'])
  } else {
    expect(client.told).toEqual([outcome])
    const code: unknown = outcome instanceof Error && 'code' in outcome ? outcome.code : undefined
    expect([...typed, 'Error: reset']).toContain(code ?? String(outcome))
  }
}

test('whatever happens, a relay ends, and whoever stays gets exactly the body or an error that says why not', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, fc.array(steps, { maxLength: 60 }), async (script, sequence) => {
      const play = new Play(script, lengthOf(sequence))
      for (const step of sequence) {
        await play.take(step)
        play.checkMemory()
      }
      await play.finish()
      const { relay, ends, clock } = play.scene
      expect([relay.hasEnded, ends.length, clock.pending(), relay.readers]).toStrictEqual([true, 1, 0, 0])
      const sent = joinBytes(play.sent) ?? new Uint8Array()
      for (const reader of play.readers) checkReader(reader, sent)
      const [leader] = play.readers
      expect(String(leader?.outcome)).not.toContain('FollowerLagError')
    }),
    { numRuns: 300 },
  )
})
