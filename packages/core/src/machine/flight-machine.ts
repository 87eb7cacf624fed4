/**
 * # The flight: one fetch, and all who wait for it
 *
 * ## Theory of operation
 *
 * A flight joins the requests for one key (and variant): *who leads, who follows, and who is woken with what*? It is the
 * busy object of Varnish. The transaction that began it, its leader, asks the origin and judges the reply; the flight
 * hands on what comes of it, owns the body and the writer into the store, and lives until both are done: longer than its
 * leader, and longer than any client.
 *
 * - **Events are facts**: a follower comes or goes, the leader's reply was judged, the body or the writer has ended.
 *   There are no guards: whether a follower can still stream from the first byte (`follower.joined`) or has come too late
 *   for that (`follower.late`) is decided before the machine is told.
 * - **Actions are orders**, carried out in the order in which they are listed, after the state has changed.
 * - **Followers are parked** while there is no reply, or where they have come too late for its first byte and wait until
 *   the whole of it is stored. Then they stream with the leader, look into the store again, are served stale, or go on
 *   without each other; when the leader has nothing for them, one of them is woken and leads, and the others follow
 *   that one: a flight that closes leaves nobody behind.
 * - **`fenced`**: what comes serves those who have waited for it, nobody who comes later, and is not kept. So it is with
 *   what was asked for before a purge or an invalidation, with a reply that is of use only now, and with a body that the
 *   store has stopped taking.
 * - **The writer**, once opened (`writer.open`), ends exactly once: its commit is done, or it is discarded, or given up
 *   where it has itself failed.
 * - **No deadline of its own.** A flight waits for what its leader's `awaitBackend` waits for (the reply), what the
 *   body's watch guards (the next piece), or what the store's limit of time guards (the commit); each follower has the
 *   deadline of its own `awaitFlight`.
 *
 * Context is empty: followers, readers and writers live with whoever runs the machine.
 */
import { setup } from 'xstate'
import type { FlightEffect, FlightEvent } from './flight-alphabet.ts'
import type { StateMeta } from './transaction-alphabet.ts'

const closed = '#flight.closed'
const streaming = '#flight.streaming'
const committing = '#flight.committing'

const leaving = {
  'follower.left': { actions: ['follower.release'] },
  'leader.left': { actions: ['fetch.adopt'] },
} as const

/** What a reply means whose body nobody but the leader gets. */
const closing = {
  'reply.freshen': { target: closed, actions: ['followers.lookAgain'] },
  'reply.expire': { target: closed, actions: ['followers.lookAgain'] },
  'reply.masked': { target: closed, actions: ['followers.serveStale'] },
  'reply.decline': { target: closed, actions: ['followers.wakeOne'] },
  'reply.failed': { target: closed, actions: ['followers.wakeOne'] },
  'reply.uncacheable': { target: closed, actions: ['marker.write', 'followers.passAll'] },
  'fetch.stopped': { target: closed, actions: ['followers.wakeOne'] },
} as const

const elsewhere = {
  'follower.joined': { actions: ['follower.sendElsewhere'] },
  'follower.late': { actions: ['follower.sendElsewhere'] },
} as const

export const flightMachine = setup({
  types: { events: {} as FlightEvent, meta: {} as StateMeta },
  // Names only, so that a misspelt effect does not compile; an implementation is for whoever runs the machine.
  actions: {} as Record<FlightEffect, () => void>,
}).createMachine({
  id: 'flight',
  initial: 'awaitReply',
  states: {
    awaitReply: {
      initial: 'open',
      on: { ...leaving, ...closing },
      description: 'The leader has asked the origin, or asks whether it may.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: 'the verdict on the reply', owedBy: 'leader', deadline: 'none' },
      states: {
        open: {
          description: 'Whoever wants the same may wait for the same reply.',
          meta: {
            rfc: 'RFC 9111 §4',
            waitsFor: 'the verdict on the reply',
            owedBy: 'leader',
            deadline: 'none',
          },
          on: {
            'follower.joined': { actions: ['follower.park'] },
            'follower.late': { actions: ['follower.park'] },
            'reply.store': { target: `${streaming}.open`, actions: ['writer.open', 'followers.stream'] },
            'reply.share': { target: `${streaming}.fenced`, actions: ['followers.stream'] },
            'reply.combine': { target: `${streaming}.open`, actions: ['writer.open'] },
            'flight.purged': { target: 'fenced' },
            'leader.resigned': { target: closed, actions: ['followers.lookAgain'] },
          },
        },
        fenced: {
          description: 'What was asked for may be out of date: it is for those who wait already.',
          meta: {
            rfc: 'RFC 9111 §4.4',
            waitsFor: 'the verdict on the reply',
            owedBy: 'leader',
            deadline: 'none',
          },
          on: {
            ...elsewhere,
            'reply.store': { target: `${streaming}.fenced`, actions: ['followers.stream'] },
            'reply.share': { target: `${streaming}.fenced`, actions: ['followers.stream'] },
            'reply.combine': { target: closed, actions: ['followers.lookAgain'] },
            'flight.purged': { actions: ['ignore.purge'] },
          },
        },
      },
    },
    streaming: {
      initial: 'open',
      description: 'The body arrives, and goes to all its readers.',
      meta: { rfc: 'RFC 9111 §3.3', waitsFor: 'the end of the body', owedBy: 'origin', deadline: 'none' },
      on: leaving,
      states: {
        open: {
          description: 'It goes to the store as well.',
          meta: { rfc: 'RFC 9111 §3.3', waitsFor: 'the end of the body', owedBy: 'origin', deadline: 'none' },
          on: {
            'follower.joined': { actions: ['follower.stream'] },
            'follower.late': { actions: ['follower.park'] },
            'body.done': { target: committing, actions: ['writer.commit'] },
            'body.failed': { target: closed, actions: ['writer.discard', 'followers.wakeOne'] },
            'writer.failed': { target: 'fenced', actions: ['writer.giveUp', 'followers.lookAgain'] },
            'fetch.stopped': {
              target: closed,
              actions: ['fetch.cancel', 'writer.discard', 'followers.wakeOne'],
            },
            'flight.purged': { target: 'fenced', actions: ['writer.discard', 'followers.lookAgain'] },
          },
        },
        fenced: {
          description: 'It goes to those who read it already, and is not stored; nobody waits for more.',
          meta: { rfc: 'RFC 9111 §4.4', waitsFor: 'the end of the body', owedBy: 'origin', deadline: 'none' },
          on: {
            ...elsewhere,
            'body.done': { target: closed },
            'body.failed': { target: closed },
            'writer.failed': { actions: ['ignore.writer'] },
            'fetch.stopped': { target: closed, actions: ['fetch.cancel'] },
            'flight.purged': { actions: ['ignore.purge'] },
          },
        },
      },
    },
    committing: {
      description: 'The body is complete; the store has yet to say that it holds it.',
      meta: { rfc: 'RFC 9111 §3', waitsFor: 'the commit', owedBy: 'store', deadline: 'none' },
      on: {
        ...leaving,
        'follower.joined': { actions: ['follower.park'] },
        'follower.late': { actions: ['follower.park'] },
        'writer.done': { target: closed, actions: ['followers.lookAgain'] },
        'writer.failed': { target: closed, actions: ['writer.giveUp', 'followers.lookAgain'] },
        'flight.purged': { target: closed, actions: ['writer.discard', 'followers.lookAgain'] },
      },
    },
    closed: {
      type: 'final',
      description: 'Nobody waits for it any more, and nothing of it is left.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: 'nothing', owedBy: 'nobody', deadline: 'none' },
    },
  },
})
