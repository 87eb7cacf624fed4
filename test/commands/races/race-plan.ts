import fc from 'fast-check'
import type { Control } from '../world/control.ts'
import type { ReplyPlan } from '../world/reply-plan.ts'
import { wholeReply } from '../world/whole-reply.ts'
import type { Setting } from '../world/setting.ts'
import type { Wish } from '../world/wish.ts'
import type { Answering } from './scheduled-store.ts'

/** How a request that reaches the origin ends there. */
export interface RacingReply {
  readonly plan: ReplyPlan
  /** What becomes of its body, or (`silent`) that no head comes before a deadline has passed. */
  readonly end: 'whole' | 'breaks off' | 'silent'
}

/** Somebody who takes part in a race. */
export interface Racer {
  readonly wish: Wish
  readonly stays: 'to the end' | 'not'
}

/** What takes part in a race. In which order all that comes of it happens is for the scheduler to choose. */
export interface RacePlan {
  readonly setting: Setting
  readonly lookups: Answering['lookups']
  /** What was said of the page some time before; `none`: nothing. */
  readonly before: Control | 'none'
  readonly racers: readonly Racer[]
  /** To the first request that reaches the origin, to the second…; to all others the last. */
  readonly replies: readonly RacingReply[]
  /** Somebody says meanwhile that what there is is not right any more. */
  readonly purges: readonly ('hard' | 'soft')[]
  /** So many seconds may pass. */
  readonly seconds: readonly number[]
}

const plain: Wish = { page: '/a', language: 'en', ask: 'plain', reads: 'at once' }

const wish: fc.Arbitrary<Wish> = fc.record({
  page: fc.constant('/a'),
  language: fc.constantFrom('en', 'en', 'de'),
  ask: fc.constantFrom('plain', 'plain', 'plain', 'no-cache', 'head', 'first bytes', 'post'),
  reads: fc.constantFrom('at once', 'at once', 'when told'),
})

const control: fc.Arbitrary<Control> = fc.record({
  maxAge: fc.constantFrom(20, 0, 1),
  staleWhileRevalidate: fc.constantFrom(0, 30),
  staleIfError: fc.constantFrom(0, 30),
  veto: fc.constantFrom('none', 'none', 'none', 'must-revalidate', 'no-cache', 'private'),
})

const reply: fc.Arbitrary<RacingReply> = fc.record({
  plan: fc
    .record({
      kind: fc.constantFrom('version', 'version', 'not modified', 'error', 'broken'),
      control,
      varies: fc.constantFrom('not', 'not', 'by language'),
      comes: fc.constantFrom('in pieces', 'at once'),
    })
    .map((chosen): ReplyPlan => ({ ...wholeReply, ...chosen })),
  end: fc.constantFrom('whole', 'whole', 'whole', 'breaks off', 'silent'),
})

const setting: fc.Arbitrary<Setting> = fc.record({
  store: fc.constant('sync'),
  chunkBytes: fc.constantFrom(undefined, 3),
  window: fc.constantFrom(1_000_000, 4),
  onTimeout: fc.constantFrom('stale', 'pass', 'fail'),
  uncacheable: fc.constantFrom('miss', 'pass'),
  abort: fc.constantFrom('finish', 'finish', 'finishIfWanted', 'stop'),
  interpreter: fc.constantFrom('table', 'table', 'xstate'),
  pace: fc.constantFrom('calm', 'hasty'),
})

const stays = fc.constantFrom('to the end', 'to the end', 'not')

/** Any race. */
export const raceArbitrary: fc.Arbitrary<RacePlan> = fc.record({
  setting,
  lookups: fc.constantFrom('as asked', 'as answered'),
  before: fc.oneof(fc.constant('none' as const), control),
  racers: fc.array(fc.record({ wish, stays }), { minLength: 1, maxLength: 5 }),
  replies: fc.array(reply, { minLength: 1, maxLength: 4 }),
  purges: fc.array(fc.constantFrom('hard', 'soft'), { maxLength: 1 }),
  seconds: fc.array(fc.constantFrom(1, 3, 9), { maxLength: 2 }),
})

const alike = (each: fc.Arbitrary<Racer['stays']>) =>
  fc.array(
    each.map((how): Racer => ({ wish: plain, stays: how })),
    { minLength: 1, maxLength: 6 },
  )

const calmRace = {
  setting,
  // A lookup that is answered with what there was before would have to ask the origin again.
  lookups: fc.constant('as answered' as const),
  before: fc.constant('none' as const),
  purges: fc.constant([]),
  seconds: fc.constant([]),
}

/** All want the same, nothing is stored, and the origin has it. */
export const sharedRaceArbitrary: fc.Arbitrary<RacePlan> = fc.record({
  ...calmRace,
  racers: alike(fc.constant('to the end')),
  replies: fc.constant([{ plan: wholeReply, end: 'whole' as const }]),
})

/** All want the same, and all leave. What they have asked for is worth storing. */
export const leftRaceArbitrary: fc.Arbitrary<RacePlan> = fc.record({
  ...calmRace,
  setting: setting.map((chosen): Setting => ({ ...chosen, abort: 'finish' })),
  racers: alike(fc.constant('not')),
  replies: fc.constant([{ plan: wholeReply, end: 'whole' as const }]),
})

/** All want the same; the first whom the origin is asked for gets nothing, or less than all. */
export const failedRaceArbitrary: fc.Arbitrary<RacePlan> = fc.record({
  ...calmRace,
  racers: alike(fc.constant('to the end')),
  replies: fc
    .constantFrom<RacingReply>(
      { plan: { ...wholeReply, kind: 'broken' }, end: 'whole' },
      { plan: wholeReply, end: 'breaks off' },
    )
    .map((failing) => [failing, { plan: wholeReply, end: 'whole' }]),
})
