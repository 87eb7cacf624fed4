/**
 * # The transaction: one request on its way through the cache
 *
 * ## Theory of operation
 *
 * A transaction answers two questions about one request: *what is it waiting for*, and *what may happen next*?
 * It is Varnish's client side state machine; the fetch from the origin belongs to another (the flight), which is
 * why a client that leaves cannot kill it.
 *
 * - **Events are verdicts.** Policy turns raw input (a request, a stored response, a reply, a broken socket, a
 *   deadline) into a verdict of RFC 9111, and the verdict's name is the event. There are no guards: every choice is
 *   visible as an edge with a name, and the paths of this graph are all that can ever happen.
 * - **Actions are orders.** They have names and no implementation. Whoever runs the machine carries them out, in the
 *   order in which they are listed, after the state has changed.
 * - **An event that a state does not list is an error**, reported by the engine, and changes nothing.
 * - **Every state that waits has a deadline**: `deadline.set` on entry, `deadline.clear` on exit. A deadline's own
 *   verdict says what is left to do: go on without what was awaited (`deadline.passed`), answer with the stored
 *   response (`deadline.masked`), or give up (`deadline.failed`).
 * - **`awaitBackend.detached` is the whole of both background revalidation and cancellation safety.** A refresh begins
 *   there; a leader whose client leaves falls into it. It has no client effects and discharges the same obligations.
 * - **`awaitFlight` is the whole of following.** The flight that joins a leader and its followers is a machine of its own.
 * - **`awaitLease` is the whole of collapsing across processes.** Who leads among its process's requests asks there, once
 *   for all of them, before it asks the origin. Whatever becomes of the lease, it goes on: with it, without it, or to what
 *   another process has stored. A cache without a lease never comes here.
 * - **A store that fails ends no collapsing.** Whoever has no answer from it leads, or follows who does.
 * - **An obligation**, once taken (`backend.send`), is discharged exactly once: by insert, freshen, combine, expire,
 *   abandon, refuse or chooseStale.
 *
 * Context is empty: heads, bodies, clocks and sockets live with whoever runs the machine.
 */
import { setup } from 'xstate'
import type { StateMeta, TransactionEffect, TransactionEvent } from './transaction-alphabet.ts'

const guarded = { entry: 'deadline.set', exit: 'deadline.clear' } as const

/** Targets outside of the state that names them. */
const delivering = '#transaction.delivering'
const settled = '#transaction.settled'
const awaitCache = '#transaction.awaitCache'
const attached = '#transaction.awaitBackend.attached'
const detached = '#transaction.awaitBackend.detached'

/**
 * Whoever has waited long enough for a lease fetches without one; whoever leaves leaves it to those who follow; whoever
 * has looked before a purge looks again.
 */
const alone = {
  'deadline.passed': { target: attached, actions: ['lease.leave', 'backend.send'] },
  'deadline.failed': {
    target: '#transaction.failed',
    actions: ['lease.leave', 'flight.dissolve', 'client.fail'],
  },
  'client.gone': { target: '#transaction.abandoned', actions: ['lease.leave', 'flight.dissolve'] },
  'purge.noted': { target: awaitCache, actions: ['lease.leave', 'flight.dissolve', 'cache.lookup'] },
} as const

export const transactionMachine = setup({
  types: { events: {} as TransactionEvent, meta: {} as StateMeta },
  // Names only, so that a misspelt effect does not compile; an implementation is for whoever runs the machine.
  actions: {} as Record<TransactionEffect, () => void>,
}).createMachine({
  id: 'transaction',
  initial: 'received',
  states: {
    received: {
      description: 'The request has arrived; nothing is decided yet.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: 'the admission verdict', owedBy: 'policy', deadline: 'none' },
      on: {
        'request.pass': { target: 'direct', actions: ['backend.sendOriginal'] },
        'request.lookup': { target: 'awaitCache', actions: ['cache.lookup'] },
        'request.unsatisfied': { target: 'delivering', actions: ['client.respond'] },
        'refresh.begin': { target: 'awaitBackend.detached', actions: ['backend.send'] },
        'refresh.leaseObliged': { target: 'awaitLease.background', actions: ['flight.open', 'lease.ask'] },
      },
    },
    awaitCache: {
      ...guarded,
      description: 'The store has been asked for a response.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: 'the lookup', owedBy: 'store', deadline: 'store' },
      on: {
        'lookup.fresh': { target: 'delivering', actions: ['client.respond'] },
        'lookup.stale': { target: 'delivering', actions: ['client.respond'] },
        'lookup.staleObliged': { target: 'delivering', actions: ['client.respond', 'refresh.start'] },
        'lookup.joined': { target: 'awaitFlight', actions: ['flight.join'] },
        'lookup.obliged': { target: 'awaitBackend.attached', actions: ['backend.send'] },
        'lookup.leaseObliged': { target: 'awaitLease.asked', actions: ['flight.open', 'lease.ask'] },
        'lookup.pass': { target: 'direct', actions: ['backend.sendOriginal'] },
        'lookup.unsatisfied': { target: 'delivering', actions: ['client.respond'] },
        'lookup.failed': { target: 'awaitBackend.attached', actions: ['backend.send'] },
        'lookup.fatal': { target: 'failed', actions: ['client.fail'] },
        'deadline.passed': { target: 'awaitBackend.attached', actions: ['lookup.cancel', 'backend.send'] },
        'deadline.joined': { target: 'awaitFlight', actions: ['lookup.cancel', 'flight.join'] },
        'deadline.failed': { target: 'failed', actions: ['lookup.cancel', 'client.fail'] },
        'client.gone': { target: 'abandoned', actions: ['lookup.cancel'] },
      },
    },
    awaitFlight: {
      ...guarded,
      description: 'Another transaction has asked the origin for the same: this one follows it.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: "the leader's reply", owedBy: 'leader', deadline: 'flight' },
      on: {
        'flight.shared': { target: 'delivering', actions: ['client.respond'] },
        'flight.landed': { target: 'awaitCache', actions: ['cache.lookup'] },
        'flight.masked': { target: 'delivering', actions: ['client.respond'] },
        'flight.woken': { target: 'awaitBackend.attached', actions: ['backend.send'] },
        'flight.passed': { target: 'direct', actions: ['backend.sendOriginal'] },
        'deadline.passed': { target: 'direct', actions: ['flight.leave', 'backend.sendOriginal'] },
        'deadline.masked': { target: 'delivering', actions: ['flight.leave', 'client.respond'] },
        'deadline.failed': { target: 'failed', actions: ['flight.leave', 'client.fail'] },
        'client.gone': { target: 'abandoned', actions: ['flight.leave'] },
      },
    },
    awaitLease: {
      initial: 'asked',
      description: 'It leads in its process, and asks for the right to fetch among all that share the store.',
      meta: { rfc: 'RFC 9111 §4', waitsFor: 'the lease', owedBy: 'lease server', deadline: 'store' },
      states: {
        asked: {
          ...guarded,
          description: 'The lease has been asked for.',
          meta: { rfc: 'RFC 9111 §4', waitsFor: 'the lease', owedBy: 'lease server', deadline: 'store' },
          on: {
            ...alone,
            'lease.granted': { target: attached, actions: ['backend.send'] },
            'lease.taken': { target: 'parked', actions: ['lease.await'] },
            'lease.failed': { target: attached, actions: ['backend.send'] },
          },
        },
        parked: {
          ...guarded,
          description: 'Another process fetches the same: what it stores is for this one, too.',
          meta: {
            rfc: 'RFC 9111 §4',
            waitsFor: "the end of another process's fetch",
            owedBy: 'another process',
            deadline: 'lease',
          },
          on: {
            ...alone,
            'lease.ended': { target: awaitCache, actions: ['flight.dissolve', 'cache.lookup'] },
          },
        },
        background: {
          ...guarded,
          description:
            'A background refresh asks for the lease; where another process has it, there is nothing to do.',
          meta: { rfc: 'RFC 5861 §3', waitsFor: 'the lease', owedBy: 'lease server', deadline: 'lease' },
          on: {
            'lease.granted': { target: detached, actions: ['backend.send'] },
            'lease.taken': { actions: ['lease.await'] },
            'lease.ended': { target: settled, actions: ['flight.dissolve'] },
            'lease.failed': { target: detached, actions: ['backend.send'] },
            'deadline.passed': { target: detached, actions: ['lease.leave', 'backend.send'] },
            'fetch.stopped': { target: settled, actions: ['lease.leave', 'flight.dissolve'] },
            'purge.noted': { target: settled, actions: ['lease.leave', 'flight.dissolve'] },
          },
        },
      },
    },
    awaitBackend: {
      ...guarded,
      initial: 'attached',
      description: 'This transaction is obliged: it has asked the origin and owes the cache an outcome.',
      meta: { rfc: 'RFC 9111 §4.3', waitsFor: 'the reply head', owedBy: 'origin', deadline: 'reply' },
      states: {
        attached: {
          description: 'Its client is waiting for the same reply.',
          meta: { rfc: 'RFC 9111 §4.3.3', waitsFor: 'the reply head', owedBy: 'origin', deadline: 'reply' },
          on: {
            'reply.store': { target: delivering, actions: ['obligation.insert', 'client.respond'] },
            'reply.freshen': { target: delivering, actions: ['obligation.freshen', 'client.respond'] },
            'reply.combine': { target: delivering, actions: ['obligation.combine', 'client.respond'] },
            'reply.expire': { target: delivering, actions: ['obligation.expire', 'client.respond'] },
            'reply.decline': { target: delivering, actions: ['obligation.abandon', 'client.respond'] },
            'reply.uncacheable': { target: delivering, actions: ['obligation.refuse', 'client.respond'] },
            'reply.masked': { target: delivering, actions: ['obligation.chooseStale', 'client.respond'] },
            'reply.failed': { target: '#transaction.failed', actions: ['obligation.abandon', 'client.fail'] },
            'reply.orphaned': { actions: ['backend.resendUnconditional'] },
            'deadline.masked': {
              target: delivering,
              actions: ['backend.cancel', 'obligation.chooseStale', 'client.respond'],
            },
            'deadline.failed': {
              target: '#transaction.failed',
              actions: ['backend.cancel', 'obligation.abandon', 'client.fail'],
            },
            'deadline.detached': { target: 'detached', actions: ['client.fail'] },
            'client.gone': { target: 'detached', actions: ['client.detach'] },
            'client.goneLast': {
              target: '#transaction.abandoned',
              actions: ['backend.cancel', 'obligation.abandon'],
            },
          },
        },
        detached: {
          description: 'Nobody waits: a background refresh, or a leader whose client has left.',
          meta: { rfc: 'RFC 5861 §3', waitsFor: 'the reply head', owedBy: 'origin', deadline: 'reply' },
          on: {
            'reply.store': { target: settled, actions: ['obligation.insert'] },
            'reply.freshen': { target: settled, actions: ['obligation.freshen'] },
            'reply.combine': { target: settled, actions: ['obligation.combine'] },
            'reply.expire': { target: settled, actions: ['obligation.expire'] },
            'reply.decline': { target: settled, actions: ['obligation.abandon'] },
            'reply.uncacheable': { target: settled, actions: ['obligation.refuse'] },
            'reply.masked': { target: settled, actions: ['obligation.chooseStale'] },
            'reply.failed': { target: settled, actions: ['obligation.abandon'] },
            'reply.orphaned': { actions: ['backend.resendUnconditional'] },
            'deadline.masked': { target: settled, actions: ['backend.cancel', 'obligation.chooseStale'] },
            'deadline.failed': { target: settled, actions: ['backend.cancel', 'obligation.abandon'] },
            'fetch.stopped': { target: settled, actions: ['backend.cancel', 'obligation.abandon'] },
          },
        },
      },
    },
    direct: {
      ...guarded,
      description: 'The original request went to the origin: the cache had nothing to do with it.',
      meta: { rfc: 'RFC 9111 §3', waitsFor: 'the reply head', owedBy: 'origin', deadline: 'reply' },
      on: {
        'reply.received': { target: 'delivering', actions: ['client.respond'] },
        'reply.invalidating': { target: 'delivering', actions: ['cache.invalidate', 'client.respond'] },
        'reply.replacing': {
          target: 'delivering',
          actions: ['cache.invalidate', 'cache.replace', 'client.respond'],
        },
        'reply.failed': { target: 'failed', actions: ['client.fail'] },
        'deadline.failed': { target: 'failed', actions: ['backend.cancel', 'client.fail'] },
        'client.gone': { target: 'abandoned', actions: ['backend.cancel'] },
      },
    },
    delivering: {
      ...guarded,
      description: 'The client has the response head; the body follows at its pace.',
      meta: {
        rfc: 'RFC 9110 §6.4',
        waitsFor: 'the end of the body',
        owedBy: 'client or origin',
        deadline: 'body',
      },
      on: {
        'delivery.done': { target: 'delivered' },
        'delivery.failed': { target: 'failed', actions: ['delivery.abort'] },
        'deadline.failed': { target: 'failed', actions: ['delivery.abort'] },
        'client.gone': { target: 'abandoned', actions: ['client.detach'] },
      },
    },
    delivered: {
      type: 'final',
      description: 'The client was given the whole response.',
      meta: { rfc: 'RFC 9110 §6', waitsFor: 'nothing', owedBy: 'nobody', deadline: 'none' },
    },
    failed: {
      type: 'final',
      description: 'The client was given an error, or a body that ends in one.',
      meta: { rfc: 'RFC 9110 §15.6', waitsFor: 'nothing', owedBy: 'nobody', deadline: 'none' },
    },
    abandoned: {
      type: 'final',
      description: 'The client has left, and this transaction owes nothing more.',
      meta: { rfc: 'RFC 9110 §9.2', waitsFor: 'nothing', owedBy: 'nobody', deadline: 'none' },
    },
    settled: {
      type: 'final',
      description: 'Work without a client is done.',
      meta: { rfc: 'RFC 5861 §3', waitsFor: 'nothing', owedBy: 'nobody', deadline: 'none' },
    },
  },
})
