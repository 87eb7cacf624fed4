import type { ExploredClient } from './explored-client.ts'
import { readLimit } from './explored-limits.ts'
import type { ExploredCall } from './explored-origin.ts'
import type { ExploredSystem } from './explored-system.ts'
import type { OriginAnswer } from './explored-world.ts'

/** Something that may happen next. */
export interface ExploredAction {
  readonly who: string
  readonly what: string
  /** Whether somebody owes it; the rest may happen, or not. */
  readonly kind: 'owed' | 'free'
  readonly run: () => void
}

const sentences: Readonly<Record<OriginAnswer, string>> = {
  fresh: '200, fresh for 100 s, and the first piece of the body',
  freshAtOnce: '200, fresh for 100 s, with the whole body',
  staleAtOnce: '200, stale at once, with the whole body',
  onlyNow: '200, of use only now, and the first piece of the body',
  uncacheable: '200, no-store, with the whole body',
  notModified: '304',
  orphaned: '304, for what it was not asked about',
  partial: '206, the other half',
  rangeNotSatisfiable: '416',
  error: '503',
  reset: 'not at all: the connection breaks',
}

/** All that may happen next in a system, in an order that depends on nothing else. */
export const actionsOf = (system: ExploredSystem): readonly ExploredAction[] => [
  ...arrivals(system),
  ...storeAnswers(system),
  ...leaseAnswers(system),
  ...system.origin.open.flatMap((call) => originActions(system, call)),
  ...departures(system),
  ...purges(system),
  ...deadlines(system),
]

/** Of those who want the same it makes no difference who comes first. */
const arrivals = (system: ExploredSystem): ExploredAction[] => {
  const seen = new Set<string>()
  const isNext = ({ kind, state }: ExploredClient): boolean => {
    if (state !== 'absent' || seen.has(kind)) return false
    seen.add(kind)
    return true
  }
  return system.clients.filter(isNext).map((client) => ({
    who: client.name,
    what: `asks for the page (${client.kind})`,
    kind: 'owed',
    run: () => system.arrive(client),
  }))
}

const storeAnswers = ({ store, world }: ExploredSystem): ExploredAction[] => {
  const [first] = store.held
  if (first === undefined) return []
  const { name, owner, succeed, fail } = first
  const answer: ExploredAction = {
    who: 'the store',
    what: `answers ${owner}'s ${name}`,
    kind: 'owed',
    run: succeed,
  }
  if (world.storeFailures !== 'any') return [answer]
  return [answer, { who: 'the store', what: `fails ${owner}'s ${name}`, kind: 'free', run: fail }]
}

const leaseAnswers = ({ lease }: ExploredSystem): ExploredAction[] =>
  lease.held.flatMap((question) => {
    const { owner, state, variant, grant, take, fail, end } = question
    const answer = (
      what: string,
      run: () => void,
      kind: ExploredAction['kind'] = 'owed',
    ): ExploredAction => ({ who: 'the lease server', what: `${what} (for ${owner})`, kind, run })
    if (state === 'waiting')
      return [
        answer('says that the other process is done', () => end('stored')),
        answer('says that the other process has found it uncacheable', () => end('uncacheable'), 'free'),
      ]
    return [
      // Nobody is given what this process has already.
      ...(lease.granted.includes(variant) ? [] : [answer('grants the lease', grant)]),
      answer(
        'says that another process has the lease',
        take,
        lease.granted.includes(variant) ? 'owed' : 'free',
      ),
      answer('fails', fail, 'free'),
    ]
  })

const originActions = ({ world }: ExploredSystem, call: ExploredCall): ExploredAction[] => {
  const who = 'the origin'
  if (call.state === 'sending') {
    const rest: ExploredAction = {
      who,
      what: `sends ${call.owner} the rest of body ${call.mark}`,
      kind: 'owed',
      run: () => call.finish(),
    }
    const broken: ExploredAction = {
      who,
      what: `breaks off body ${call.mark}, which ${call.owner} asked for`,
      kind: 'free',
      run: () => call.break(),
    }
    return world.bodyFailures === 'any' ? [rest, broken] : [rest]
  }
  return world.answers
    .filter((answer) => mayAnswer(call, answer))
    .map((answer) => ({
      who,
      what: `answers ${call.owner}: ${sentences[answer]}`,
      kind: 'owed',
      run: () => (answer === 'reset' ? call.break() : call.answer(answer)),
    }))
}

const mayAnswer = (call: ExploredCall, answer: OriginAnswer): boolean => {
  if (answer === 'orphaned') return call.isConditional
  if (answer === 'notModified') return call.isConditional && call.isCurrent
  if (answer === 'partial' || answer === 'rangeNotSatisfiable') return call.isForPart
  return true
}

const departures = ({ clients, world }: ExploredSystem): ExploredAction[] => {
  if (world.leaving === 'never') return []
  return clients
    .filter(({ state }) => state === 'waiting' || state === 'reading')
    .map((client) => ({ who: client.name, what: 'leaves', kind: 'free', run: () => client.leave() }))
}

const purges = (system: ExploredSystem): ExploredAction[] =>
  system.purgesBegun < system.world.purges
    ? [{ who: 'somebody', what: 'purges the page', kind: 'free', run: () => system.purge() }]
    : []

const deadlines = ({ clock, clients, world, store }: ExploredSystem): ExploredAction[] => {
  return clock.timers.flatMap((timer): ExploredAction | readonly ExploredAction[] => {
    const { kind, owner } = readLimit(timer.delay)
    const run = (): void => clock.fire(timer)
    // While the store owes an answer, to ask again and again would only make the list of questions longer.
    if (kind === 'retry' && store.held.length > 0) return []
    if (kind === 'retry')
      return { who: 'the clock', what: 'says that the cache may try again', kind: 'owed', run }
    if (world.deadlines === 'never') return []
    const whose = clients[owner]?.name ?? 'the cache'
    return {
      who: 'the clock',
      what: `says that ${whose} has waited for too long (${kind})`,
      kind: 'free',
      run,
    }
  })
}
