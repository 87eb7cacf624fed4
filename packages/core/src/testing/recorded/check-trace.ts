import type { Role, Trace } from '../../engine/trace.ts'
import type { RecordedMachine } from './recorded-machine.ts'
import { RecordedWalk, type WalkRules } from './recorded-walk.ts'
import { Story } from './story.ts'

/** What an event makes of a transaction to others. */
const roles: Readonly<Record<string, Role>> = {
  'refresh.begin': 'background',
  'lookup.joined': 'follower',
  'lookup.obliged': 'leader',
  'flight.woken': 'leader',
  'flight.passed': 'client',
  'deadline.passed': 'client',
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
  const last = history.findLast(({ event }) => event in roles)
  const seen = last === undefined ? (dropped > 0 ? role : 'client') : roles[last.event]
  if (seen !== undefined && seen !== role)
    walk.story.refuse('summary', `the trace says that it is a ${role}, and its steps a ${seen}`)
}
