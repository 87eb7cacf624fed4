import type { Role, Trace, TraceStep } from '../../engine/trace.ts'
import type { RecordedMachine } from './recorded-machine.ts'
import { RecordedWalk, type WalkRules } from './recorded-walk.ts'
import { Story } from './story.ts'

/** What an event makes of a transaction to others. */
const roles: Readonly<Record<string, Role>> = {
  'refresh.begin': 'background',
  'refresh.leaseObliged': 'background',
  'lookup.joined': 'follower',
  'lookup.obliged': 'leader',
  'lookup.leaseObliged': 'leader',
  'lookup.failed': 'leader',
  'flight.woken': 'leader',
  'flight.passed': 'client',
  'deadline.joined': 'follower',
}

/** The same, where it depends on what the event has led to. */
const roleAfter = ({ event, state }: Pick<TraceStep, 'event' | 'state'>): Role | undefined => {
  if (event === 'deadline.passed' && state !== 'awaitBackend.detached')
    return state === 'direct' ? 'client' : 'leader'
  if ((event === 'lease.ended' || event === 'purge.noted') && state === 'awaitCache') return 'client'
  return roles[event]
}

/** Walks the history of one transaction. @throws TraceInvariantError */
export const checkTrace = (
  trace: Trace,
  machine: RecordedMachine,
  rules: Pick<WalkRules, 'mayGoBack'> & { readonly open: 'allowed' | 'refused' },
): void => {
  const { id, method, key, history, dropped, startedAt } = trace
  const story = new Story(`transaction ${id}`, { title: `${method} ${key}`, dropped })
  const begun = dropped > 0 ? 'before' : 'recorded'
  const walk = new RecordedWalk(story, machine, { ...rules, begun, since: startedAt })
  for (const { event, state, at } of history) walk.take({ event, from: undefined, to: state, at })
  if (dropped > 0 && history.length === 0) return
  checkSummary(trace, walk)
  if (rules.open === 'refused') walk.expectEnd()
}

const checkSummary = (trace: Trace, walk: RecordedWalk): void => {
  const { state, role, history, dropped } = trace
  if (walk.state !== state)
    walk.story.refuse('summary', `the trace says "${state}", and its last step "${walk.state ?? 'nothing'}"`)
  const last = history.findLast((step) => roleAfter(step) !== undefined)
  const seen = last === undefined ? (dropped > 0 ? role : 'client') : roleAfter(last)
  if (seen !== undefined && seen !== role)
    walk.story.refuse('summary', `the trace says that it is a ${role}, and its steps a ${seen}`)
}
