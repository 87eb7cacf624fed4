import type { DrivablePath } from './script-of.ts'
import { storedText } from './bodies.ts'
import type { SocketFront } from './socket-fronts.ts'

/** What the client has to be told at the end of a path, in a line: see `Told`. */
export function expectedLine({ path, scripts }: DrivablePath, errors: SocketFront['errors']): string {
  if (path.events[0]?.startsWith('refresh.') === true) return `200 ${storedText}`
  if (path.events.includes('client.gone') || path.events.includes('client.goneLast')) return 'left'
  const failure = scripts.findLast((script) => script.failure !== undefined)?.failure
  const answer = scripts.findLast((script) => script.answer !== undefined)?.answer
  const isAnswered = path.states.includes('delivering')
  if (isAnswered) return path.states.at(-1) === 'delivered' ? (answer?.line ?? '') : '200, then broken'
  // Where the transaction went on without it, the client was told of the deadline, not of what came of that.
  const status = path.events.includes('deadline.detached') ? 504 : failure
  return errors === 'problem' ? `${status} problem` : errors
}
