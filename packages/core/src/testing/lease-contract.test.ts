import { describe, expect, test } from '@jest/globals'
import type { MaybePromise } from '../ports/body.ts'
import type { Lease, LeaseAnswer, LeaseGrant, LeaseSubject, LeaseWait } from '../ports/lease.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'
import { leaseContract } from './lease-contract.ts'
import { LeaseContractError } from './lease-contract/lease-contract-error.ts'
import type { LeaseTrial } from './lease-contract/lease-trial.ts'
import { memoryLease, type LeaseDelay, type MemoryLease } from './memory-lease.ts'

const life = 1_000

type MakeTrial = (clock: FakeClock) => LeaseTrial

/** What became of each case, while time passes. */
async function outcomes(makeTrial: MakeTrial): Promise<ReadonlyMap<string, unknown>> {
  const clock = fakeClock()
  const seen = new Map<string, unknown>()
  for (const { name, run } of leaseContract(() => makeTrial(clock), { life, clock })) {
    void run().then(
      () => seen.set(name, 'passed'),
      (error: unknown) => seen.set(name, error),
    )
    for (let step = 0; !seen.has(name) && step < 1_000; step += 1) {
      for (let turn = 0; turn < 100; turn += 1) await Promise.resolve()
      clock.advance(20)
    }
  }
  return seen
}

const trialOf =
  (
    makeLease: (inner: MemoryLease, server: MemoryLease) => Lease,
    stall: (inner: MemoryLease | undefined) => void = (inner) => inner?.stall(),
  ): MakeTrial =>
  (clock) => {
    const server = memoryLease({ life, clock })
    const joined = new Map<Lease, MemoryLease>()
    const join = () => {
      const inner = server.join()
      const lease = makeLease(inner, server)
      joined.set(lease, inner)
      return lease
    }
    return { join, stall: (lease) => stall(joined.get(lease)), timers: () => clock.pending() }
  }

/** A sound lease, less what is broken. */
const broken = (breakIt: (inner: MemoryLease, server: MemoryLease) => Partial<Lease>): MakeTrial =>
  trialOf((inner, server) => ({
    acquire: (subject) => inner.acquire(subject),
    close: () => inner.close(),
    ...breakIt(inner, server),
  }))

const brokenAnswer = (
  breakIt: (answer: LeaseAnswer, subject: LeaseSubject, server: MemoryLease) => MaybePromise<LeaseAnswer>,
): MakeTrial =>
  broken((inner, server) => ({
    acquire: async (subject) => breakIt(await inner.acquire(subject), subject, server),
  }))

const brokenGrant = (breakIt: (grant: LeaseGrant, server: MemoryLease) => Partial<LeaseGrant>): MakeTrial =>
  brokenAnswer((answer, _, server) =>
    answer.type === 'granted'
      ? { type: 'granted', grant: { ...answer.grant, ...breakIt(answer.grant, server) } }
      : answer,
  )

const brokenWait = (breakIt: (wait: LeaseWait, server: MemoryLease) => Partial<LeaseWait>): MakeTrial =>
  brokenAnswer((answer, _, server) =>
    answer.type === 'taken'
      ? { type: 'taken', wait: { ...answer.wait, ...breakIt(answer.wait, server) } }
      : answer,
  )

const brokenNames = (rename: (subject: LeaseSubject) => Partial<LeaseSubject>): MakeTrial =>
  broken((inner) => ({
    acquire: async (subject) => {
      const answer = await inner.acquire({ ...subject, ...rename(subject) })
      return answer.type === 'granted' ? { type: 'granted', grant: { ...answer.grant, ...subject } } : answer
    },
  }))

const never = (): Promise<never> => new Promise(() => undefined)

describe('the lease in memory keeps the contract,', () => {
  test.each(['sync', 'microtask'] as const)('answering by %s', async (delay: LeaseDelay) => {
    const makeTrial = trialOf((inner) => {
      inner.setDelay(delay)
      return inner
    })
    const seen = await outcomes(makeTrial)
    expect(seen.size).toBeGreaterThan(15)
    expect([...seen].filter(([, outcome]) => outcome !== 'passed')).toEqual([])
  })
})

const one = 'one holder at a time: whoever asks while somebody has it must wait, in the same process, too'
const again = 'what was released can be had again, with a greater token each time'
const releasedTwice = 'to release again does nothing to whoever has it now'
const apart = 'keys and variants have leases of their own, whatever their names are'
const told = 'all who wait are told when it is released, and how: stored'
const toldOtherwise = 'all who wait are told when it is released, and how: uncacheable'
const unmissed = 'what is released while somebody asks is not missed by them, round after round'
const unseen = 'whoever has not seen that something was stored is told so, once, and has nothing granted'
const left = 'who does not wait any more changes nothing for the others'
const allLeft = 'when all who waited have left, others can wait, and are told'
const lives = 'who lives keeps it for longer than its life'
const dies =
  'when its holder dies all who wait are told that it is lost, and one has it, with a greater token'
const runOut = 'what has run out with nobody waiting can be had, with a greater token'
const late = 'a late release, of what has run out and is held by another, does nothing to the other'
const closedHolder =
  'close() releases what is held: others are told long before it would run out, and have it'
const closedWaiter = 'close() ends what is waited for, and leaves the holder alone'
const closed = 'after close() nothing is granted, and to release or to leave is safe'
const closedBetween =
  'a call of acquire() that close() comes in between grants nothing for longer than its life'

const released = (wait: LeaseWait, end: 'stored' | 'lost'): Partial<LeaseWait> => ({
  ended: wait.ended.then(() => end),
})

const lastTokens = new WeakMap<MemoryLease, number>()

/** Leases that do not keep their word, and the case that must notice. */
const brokenLeases: Record<string, readonly [makeTrial: MakeTrial, noticedBy: string]> = {
  'grants to whoever asks': [
    brokenAnswer((_, subject, server) => {
      lastTokens.set(server, (lastTokens.get(server) ?? 0) + 1)
      const token = lastTokens.get(server) ?? 0
      return { type: 'granted', grant: { ...subject, token, release: () => undefined } }
    }),
    one,
  ],
  'grants to its own process': [
    broken((inner) => {
      const own = new Set<string>()
      return {
        acquire: async (subject) => {
          const answer = await inner.acquire(subject)
          if (answer.type === 'granted') own.add(subject.key)
          return answer.type === 'taken' && own.has(subject.key)
            ? { type: 'granted', grant: { ...subject, token: 99, release: () => undefined } }
            : answer
        },
      }
    }),
    one,
  ],
  'gives the same token again': [brokenGrant(() => ({ token: 7 })), again],
  'gives tokens that cannot be compared': [brokenGrant(() => ({ token: Number.NaN })), one],
  'gives tokens of its own to each process': [
    broken((inner) => {
      let token = 0
      return {
        acquire: async (subject) => {
          const answer = await inner.acquire(subject)
          token += 1
          return answer.type === 'granted' ? { type: 'granted', grant: { ...answer.grant, token } } : answer
        },
      }
    }),
    again,
  ],
  'grants something else': [brokenGrant(() => ({ key: 'else' })), one],
  'knows no variants': [brokenNames(() => ({ variant: '' })), apart],
  'knows names by their beginning': [brokenNames(({ key }) => ({ key: key.slice(0, 4_096) })), apart],
  'joins key and variant': [
    brokenNames(({ key, variant }) => ({ key: `${key}:${variant}`, variant: '' })),
    apart,
  ],
  'normalises names': [brokenNames(({ key }) => ({ key: key.normalize() })), apart],
  'ends names at the first NUL': [brokenNames(({ key }) => ({ key: key.split('\0')[0] ?? '' })), apart],
  'tells those who wait for another variant': [
    brokenGrant((grant, server) => ({
      release: (how) => {
        grant.release(how)
        for (const key of ['', 'a', 'a\nb', '__proto__']) server.forget({ key, variant: '' })
      },
    })),
    apart,
  ],
  'releases nothing': [brokenGrant(() => ({ release: () => undefined })), told],
  'tells nobody of a release': [brokenWait(() => ({ ended: never() })), told],
  'tells always the same': [brokenWait((wait) => released(wait, 'stored')), toldOtherwise],
  'tells that all is lost': [brokenWait((wait) => released(wait, 'lost')), told],
  'rejects what is waited for': [
    brokenWait(({ ended }) => ({ ended: ended.then(() => Promise.reject(new Error('ended'))) })),
    told,
  ],
  'begins to wait late': [
    broken((inner, server) => ({
      acquire: async (subject) => {
        const answer = await inner.acquire(subject)
        if (answer.type === 'granted') return answer
        answer.wait.leave()
        await Promise.resolve()
        if (server.holder(subject) === undefined)
          return { type: 'taken', wait: { ...answer.wait, ended: never() } }
        return inner.acquire(subject)
      },
    })),
    unmissed,
  ],
  'lets all leave when one leaves': [
    broken((inner) => {
      const waits = new Set<LeaseWait>()
      const leave = () => {
        for (const wait of waits) wait.leave()
      }
      return {
        acquire: async (subject) => {
          const answer = await inner.acquire(subject)
          if (answer.type === 'granted') return answer
          waits.add(answer.wait)
          return { type: 'taken', wait: { ...answer.wait, leave } }
        },
      }
    }),
    left,
  ],
  'ends what others wait for when one leaves': [
    broken((inner, server) => ({
      acquire: async (subject) => {
        const answer = await inner.acquire(subject)
        if (answer.type === 'granted') return answer
        return { type: 'taken', wait: { ...answer.wait, leave: () => server.forget(subject) } }
      },
    })),
    allLeft,
  ],
  'throws when somebody leaves': [
    brokenWait(() => ({
      leave: () => {
        throw new Error('cannot leave')
      },
    })),
    left,
  ],
  'throws when it is released twice': [
    brokenGrant((grant) => {
      let releases = 0
      return {
        release: (how) => {
          releases += 1
          if (releases > 1) throw new Error('released already')
          grant.release(how)
        },
      }
    }),
    releasedTwice,
  ],
  'renews nothing': [
    trialOf((inner) => {
      inner.stall()
      return inner
    }),
    lives,
  ],
  'keeps what the dead have held': [
    trialOf(
      (inner) => inner,
      () => undefined,
    ),
    dies,
  ],
  'forgets what was seen of it': [
    broken((inner) => ({ acquire: (subject) => inner.acquire(subject) })),
    unseen,
  ],
  'keeps what nobody waits for': [
    broken((inner, server) => ({
      acquire: async (subject) => {
        const answer = await inner.acquire(subject)
        return answer.type === 'granted' && answer.grant.token > 1 && server.waiting(subject) === 0
          ? { type: 'taken', wait: { token: 1, ended: never(), leave: () => undefined } }
          : answer
      },
    })),
    runOut,
  ],
  'releases what another holds': [
    brokenGrant((grant, server) => ({
      release: (how) => {
        grant.release(how)
        server.forget(grant)
      },
    })),
    late,
  ],
  'keeps what it holds when it is closed': [
    broken((inner) => {
      let state: 'open' | 'closed' = 'open'
      return {
        acquire: (subject) => (state === 'closed' ? memoryClosed(subject) : inner.acquire(subject)),
        close: () => {
          state = 'closed'
        },
      }
    }),
    closedHolder,
  ],
  'leaves those who wait waiting when it is closed': [
    broken((inner) => ({
      acquire: async (subject) => {
        const answer = await inner.acquire(subject)
        const ended =
          answer.type === 'taken'
            ? answer.wait.ended.then((end) => (end === 'lost' ? never() : end))
            : never()
        return answer.type === 'taken' ? { type: 'taken', wait: { ...answer.wait, ended } } : answer
      },
    })),
    closedWaiter,
  ],
  'grants when it is closed': [
    broken((inner, server) => {
      let lease: Lease = inner
      return {
        acquire: (subject) => lease.acquire(subject),
        close: () => {
          void inner.close()
          lease = server
        },
      }
    }),
    closed,
  ],
  'keeps what it is granted while it is closed': [
    broken((inner, server) => {
      let state: 'open' | 'closed' = 'open'
      return {
        acquire: async (subject) => {
          if (state === 'closed') return memoryClosed(subject)
          await Promise.resolve()
          return server.acquire(subject)
        },
        close: () => {
          state = 'closed'
          void inner.close()
        },
      }
    }),
    closedBetween,
  ],
}

/** What a closed lease answers. */
const memoryClosed = (subject: LeaseSubject): MaybePromise<LeaseAnswer> => {
  const lease = memoryLease()
  void lease.close()
  return lease.acquire(subject)
}

describe('the contract notices a lease that', () => {
  test.each(Object.entries(brokenLeases))('%s', async (_, [makeTrial, noticedBy]) => {
    const seen = await outcomes(makeTrial)
    expect(seen.get(noticedBy)).toBeInstanceOf(LeaseContractError)
  })

  test('never answers', async () => {
    const seen = await outcomes(broken(() => ({ acquire: never })))
    expect(String(seen.get(one)).split('\n')[0]).toBe(
      'LeaseContractError: process 1: acquire("https://example.com/") did not answer within 2000 ms',
    )
  })

  test('leaves a timer behind', async () => {
    const makeTrial: MakeTrial = (clock) => ({ ...trialOf((inner) => inner)(clock), timers: () => 1 })
    expect(String((await outcomes(makeTrial)).get(one))).toContain('1 timers are left when all are closed')
  })
})

test('a failure tells the fault, the promise that is broken, and the calls that led to it', async () => {
  const seen = await outcomes(brokenGrant(() => ({ release: () => undefined })))
  expect(String(seen.get(allLeft))).toBe(
    [
      "LeaseContractError: who waits must be told 'uncacheable', and is not within 500 ms",
      `  the promise: ${allLeft}`,
      '  the calls:',
      '    process 1: acquire("https://example.com/", "one of several") → granted, token 1',
      '    process 2: acquire("https://example.com/", "one of several") → taken',
      '    leave() → done',
      '    process 2: acquire("https://example.com/", "one of several") → taken',
      `    release('uncacheable') of "https://example.com/", "one of several", token 1 → done`,
    ].join('\n'),
  )
})
