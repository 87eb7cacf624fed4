import type { Comparison, Contender, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'

const together = 'one fetch for all'
const alone = 'collapse: false'
const pace = { warmUp: 400, slice: 100, slices: 4 }

const contenders = (what: 'miss' | 'storm'): readonly Contender[] => [
  { name: together, owner: 'project', start: () => startWork('collapse', `${what}-together`) },
  { name: alone, owner: 'project', start: () => startWork('collapse', `${what}-alone`) },
]

const miss: Comparison = {
  name: 'miss without followers, in process',
  about: 'Ever new keys, each asked for once: what it costs that others could join.',
  operation: 'request',
  contenders: contenders('miss'),
  baseline: alone,
  budgets: [{ subject: together, against: alone, kind: 'cost', limit: 1.05 }],
  pace,
}

const storm: Comparison = {
  name: 'storm on a cold key, in process',
  about: 'Ever new keys, each asked for by 128 at once: one fetch, or 128.',
  operation: 'request',
  contenders: contenders('storm'),
  baseline: alone,
  budgets: [{ subject: together, against: alone, kind: 'speed', limit: 1.5 }],
  pace,
}

/** Requests that share a fetch. */
export const collapseSection: Section = {
  name: 'collapse',
  about: 'requests for the same response as one fetch, against each by itself',
  comparisons: [miss, storm],
}
