import type { GraphPath } from '../graph-path.ts'
import { transactionTable } from '../graph-paths.ts'
import { brokeOff } from './client.ts'
import { secondHalf, whole } from './scene.ts'

/** What the client of a path is given: an outcome, and where its response comes to an end, the body up to there. */
export interface ToldClient {
  readonly outcome: 'response' | 'error'
  /** `undefined`: it does not hear of it. */
  readonly body: string | undefined
}

const effectsAt = ({ states, events }: GraphPath, at: number): readonly string[] =>
  transactionTable.states.get(states[at] ?? '')?.on.get(events[at] ?? '')?.effects ?? []

/** The body that belongs to the answer; a head may be all there is. */
const bodyOf = ({ events }: GraphPath, answered: string): string => {
  const isAskedAgain = events.includes('reply.orphaned')
  if (/unsatisfied|expire/.test(answered) || (answered === 'reply.freshen' && isAskedAgain)) return ''
  return answered === 'reply.combine' && isAskedAgain ? secondHalf : whole
}

/** What the path says of the client. */
export const toldClient = (path: GraphPath): ToldClient => {
  // The client that was served what is stale, and so has begun the refresh that the path is about.
  if (path.events[0]?.startsWith('refresh.') === true) return { outcome: 'response', body: whole }
  const at = path.events.findIndex((_event, index) => effectsAt(path, index).includes('client.respond'))
  const body = at < 0 ? '' : bodyOf(path, path.events[at] ?? '')
  // It has left while it was being answered: there is no other time where the head is all there is.
  const hasLeft = body === '' && path.events[at + 1] === 'client.gone'
  if (at < 0 || hasLeft) return { outcome: 'error', body: undefined }
  const end = path.states.at(-1)
  if (end === 'delivered') return { outcome: 'response', body }
  return { outcome: 'response', body: end === 'failed' ? brokeOff : undefined }
}
