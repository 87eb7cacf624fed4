import { answeredText, storable, storedText, unavailable, validated, withCookie } from '../bodies.ts'
import type { EdgeScripts } from '../edge-script.ts'

const fromStore = { line: `200 ${storedText}`, from: 'store' } as const

/** The leader's reply comes, or does not. (A stored body has two readers then: nothing of it is held back.) */
export const awaitFlightScripts: EdgeScripts = {
  'flight.shared': {
    happens: (play) => play.leading.answer(storable, play.scene.body),
    answer: { line: `200 ${answeredText}`, from: 'leader' },
  },
  'flight.landed': {
    allows: { stored: ['maskable', 'stale'], body: ['whole'] },
    happens: (play) => play.leading.answer(validated),
  },
  'flight.masked': {
    allows: { stored: ['maskable'], body: ['whole'] },
    happens: (play) => play.leading.answer(unavailable),
    answer: fromStore,
  },
  'flight.woken': {
    allows: { stored: ['nothing', 'stale'] },
    happens: (play) => play.lose(play.leading),
  },
  'flight.passed': { happens: (play) => play.leading.answer(withCookie) },
  'deadline.passed': {
    allows: { onTimeout: ['pass'] },
    happens: (play) => play.passDeadline('flight'),
  },
  'deadline.masked': {
    allows: { onTimeout: ['stale'], stored: ['maskable'], body: ['whole'] },
    happens: (play) => play.passDeadline('flight'),
    answer: fromStore,
  },
  'deadline.failed': {
    allows: { onTimeout: ['stale', 'fail'], stored: ['nothing', 'stale'] },
    happens: (play) => play.passDeadline('flight'),
    failure: 504,
  },
  'client.gone': { happens: (play) => play.leave() },
}
