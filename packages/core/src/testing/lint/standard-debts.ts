import { transactionEffects, transactionEvents } from '../../machine/transaction-alphabet.ts'
import type { Creditor, Debt } from './debt.ts'

const startingWith = (prefix: string, words: readonly string[]): string[] =>
  words.filter((word) => word.startsWith(prefix))

const replies = startingWith('reply.', transactionEvents)

/** A client is there until it leaves; a refresh in the background begins without one. */
const client: Creditor = {
  name: 'the client',
  leaves: ['client.gone', 'client.goneLast'],
  absent: ['refresh.begin', 'refresh.leaseObliged'],
}

const transactionDebts: readonly Debt[] = [
  {
    name: 'the answer to the client',
    times: 'once',
    since: 'start',
    taken: [],
    discharged: ['client.respond', 'client.fail'],
    creditor: client,
    claimedBy: ['delivered', 'failed'],
    because: 'its client waits for ever',
  },
  {
    name: 'the delivery',
    times: 'once',
    taken: ['client.respond'],
    discharged: ['delivery.done', 'delivery.abort'],
    fails: ['delivery.failed'],
    creditor: client,
    because: 'its client waits for the end of the body for ever',
  },
  {
    name: 'the lookup',
    times: 'repeated',
    taken: ['cache.lookup'],
    discharged: ['lookup.cancel', ...startingWith('lookup.', transactionEvents)],
    fails: ['lookup.failed', 'lookup.fatal'],
    because: 'its answer comes when nobody expects it any more',
  },
  {
    name: 'the place in the flight',
    times: 'repeated',
    taken: ['flight.join'],
    discharged: ['flight.leave', ...startingWith('flight.', transactionEvents)],
    fails: ['flight.woken'],
    because: 'the flight wakes, or waits for, somebody who has gone on',
  },
  {
    name: 'the question for the lease',
    times: 'repeated',
    taken: ['lease.ask', 'lease.await'],
    discharged: ['lease.leave', ...startingWith('lease.', transactionEvents)],
    fails: ['lease.failed', 'lease.ended'],
    because: 'a lease is granted to somebody who has gone on, and nobody else gets it until it runs out',
  },
  {
    name: 'the call to the origin',
    times: 'repeated',
    taken: ['backend.send', 'backend.sendOriginal', 'backend.resendUnconditional'],
    discharged: ['backend.cancel', ...replies],
    fails: ['reply.failed'],
    because: 'its reply comes when nobody expects it any more, and holds a connection until then',
  },
  {
    name: 'the obligation',
    times: 'once',
    taken: ['backend.send'],
    discharged: startingWith('obligation.', transactionEffects),
    because: 'whoever waits for the same response is never told',
  },
]

const flightDebts: readonly Debt[] = [
  {
    name: 'what the parked followers wait for',
    times: 'crowd',
    taken: ['follower.park'],
    discharged: [
      'followers.stream',
      'followers.lookAgain',
      'followers.serveStale',
      'followers.wakeOne',
      'followers.passAll',
    ],
    fails: ['reply.failed', 'body.failed', 'writer.failed'],
    because: 'they are left behind, and wait until their deadlines',
  },
  {
    name: 'the writer',
    times: 'once',
    taken: ['writer.open'],
    discharged: ['writer.discard', 'writer.giveUp'],
    handedOn: { by: ['writer.commit'], discharged: ['writer.done', 'writer.discard', 'writer.giveUp'] },
    fails: ['writer.failed'],
    because: 'the store keeps half of a response, or the memory for it',
  },
]

/**
 * What the machines here take, and have to give back: of the transaction the answer, the delivery, the lookup, the place in a
 * flight, the question for a lease, the call to the origin and the obligation; of the flight the parked followers and the writer; of every machine
 * the timer.
 *
 * @example
 * standardDebts.filter(({ machine }) => machine === 'flight').length // 2
 */
export const standardDebts: readonly Debt[] = [
  ...transactionDebts.map((debt) => ({ ...debt, machine: 'transaction' })),
  ...flightDebts.map((debt) => ({ ...debt, machine: 'flight' })),
  {
    name: 'the deadline',
    times: 'repeated',
    taken: ['deadline.set'],
    discharged: ['deadline.clear'],
    because: 'its timer fires in a state that does not expect it',
  },
]
