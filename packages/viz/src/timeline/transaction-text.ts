import type { Millis } from '@cachechart/core'
import { durationText } from '../duration-text.ts'
import type { Timeline, TimelineFlight, TimelineTransaction } from './timeline.ts'

/** The path and query of a URL, or all of what is none. */
export const pathOf = (url: string): string => {
  const match = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(url)
  return match === null ? url : match[1] || '/'
}

/** How each transaction is called: by its number, where there are several caches with the first signs of its cache's name. */
export const namer = ({ transactions }: Timeline): ((of: { run: string; id: number }) => string) => {
  const runs = [...new Set(transactions.map(({ run }) => run))]
  if (runs.length < 2) return ({ id }) => `#${id}`
  const short = new Map(runs.map((run, place) => [run, `${letterOf(place)}#`]))
  return ({ run, id }) => `${short.get(run) ?? '?#'}${id}`
}

/** a, b, …, z, aa, ab, … */
const letterOf = (place: number): string => {
  const rest = Math.floor(place / 26)
  return (rest === 0 ? '' : letterOf(rest - 1)) + String.fromCodePoint(97 + (place % 26))
}

/** What came of it, in one line. */
export const resultText = (transaction: TimelineTransaction, end: Millis): string => {
  const { begin, state, status, outcome } = transaction
  const span = durationText((transaction.end ?? end) - begin)
  const words = [outcome ?? (transaction.end === null ? null : endText(state)), statusText(transaction)]
  const told = words.filter((word) => word !== null).join(' ')
  if (transaction.end !== null) {
    const isCut = state === 'failed' && outcome !== 'error'
    return `${told}${isCut ? ', cut off' : ''} · ${span}`
  }
  const open = transaction.record === 'gaps' ? 'end not recorded' : `open after ${span}`
  return status === null && outcome === null ? open : `${told} · ${open}`
}

const statusText = ({ status, outcome }: TimelineTransaction): string | null =>
  status === null || outcome === 'error' || outcome === 'abandoned' ? null : String(status)

const endText = (state: TimelineTransaction['state']): string =>
  state === 'settled' ? 'nothing to do' : state

/** What a flight has come to. */
export const flightResultText = (flight: TimelineFlight, end: Millis): string => {
  const span = durationText((flight.end ?? end) - flight.begin)
  if (flight.end === null) return `open after ${span}`
  if (flight.stored !== null) return `stored · ${span}`
  return `${flight.endedBy ?? 'dissolved'} · ${span}`
}

/** Who waits for it. */
export const flightText = (flight: TimelineFlight, leader: string): string => {
  const count = flight.followers.length
  const followers = count === 0 ? '' : `, ${count} ${count === 1 ? 'follower' : 'followers'}`
  return `flight of ${leader}${followers}`
}

/** How many lines of details there are at most. */
const lineLimit = 24

/** All that is known of it, line by line. */
export const transactionDetails = (transaction: TimelineTransaction, name: string): string[] => {
  const { method, url, run, roles, begin, steps, stepsLeftOut, begunBy } = transaction
  const head = [
    `${name} ${method} ${url}`,
    [roles.map(({ role }) => role).join(', then '), begunBy === null ? '' : `begun by #${begunBy}`]
      .filter((word) => word !== '')
      .join(', '),
    ...(run === '' ? [] : [`cache ${run}`]),
  ]
  const lines = steps.map((step) => stepText(step, begin))
  return [...head, ...bounded(lines, stepsLeftOut)]
}

/** All that is known of a flight, line by line. */
export const flightDetails = (flight: TimelineFlight, leader: string): string[] => {
  const lines = flight.steps.map(({ at, event, to, follower }) => {
    const about = follower === null ? '' : ` (#${follower})`
    return `+${durationText(at - flight.begin)}  ${event} → ${to}${about}`
  })
  return [flightText(flight, leader), ...bounded(lines, flight.stepsLeftOut)]
}

const bounded = (lines: readonly string[], more: number): string[] => {
  const shown = lines.slice(0, lineLimit)
  const rest = lines.length - shown.length + more
  return rest === 0 ? shown : [...shown, `… ${rest} steps more`]
}

/** One step in one line. */
export const stepText = (step: TimelineTransaction['steps'][number], begin: Millis): string => {
  const { at, event, to, detail } = step
  const time = `+${durationText(at - begin)}`.padStart(9)
  return `${time}  ${event} → ${to}${detail === '' ? '' : `  (${detail})`}`
}

/** From the shortest to the longest. */
export const spanText = (transactions: readonly TimelineTransaction[], now: number): string => {
  const spans = transactions.map(({ begin, end }) => (end ?? now) - begin)
  const shortest = durationText(spans.reduce((one, other) => Math.min(one, other), Infinity))
  const longest = durationText(spans.reduce((one, other) => Math.max(one, other), 0))
  return shortest === longest ? `${longest} each` : `${shortest} to ${longest}`
}
