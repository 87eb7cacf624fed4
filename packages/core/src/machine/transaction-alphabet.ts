/** The words of the transaction machine: what may happen (events), what is ordered (effects), what a state says of itself. */

/** Every fact that a transaction can be told. Verdicts of policy carry one of these as their `type`. */
export const transactionEvents = [
  'request.pass',
  'request.lookup',
  'request.unsatisfied',
  'refresh.begin',
  'refresh.leaseObliged',
  'lookup.fresh',
  'lookup.stale',
  'lookup.staleObliged',
  'lookup.obliged',
  'lookup.leaseObliged',
  'lookup.joined',
  'lookup.pass',
  'lookup.unsatisfied',
  'lookup.failed',
  'lookup.fatal',
  'lease.granted',
  'lease.taken',
  'lease.ended',
  'lease.failed',
  'purge.noted',
  'flight.shared',
  'flight.landed',
  'flight.masked',
  'flight.woken',
  'flight.passed',
  'reply.store',
  'reply.freshen',
  'reply.combine',
  'reply.expire',
  'reply.decline',
  'reply.uncacheable',
  'reply.masked',
  'reply.failed',
  'reply.orphaned',
  'reply.received',
  'reply.invalidating',
  'reply.replacing',
  'deadline.passed',
  'deadline.joined',
  'deadline.masked',
  'deadline.failed',
  'deadline.detached',
  'client.gone',
  'client.goneLast',
  'fetch.stopped',
  'delivery.done',
  'delivery.failed',
] as const

/** The name of an event of the transaction machine. */
export type TransactionEventType = (typeof transactionEvents)[number]

/** An event of the transaction machine. Whatever else a verdict carries is for those who carry out the effects. */
export type TransactionEvent = {
  [Type in TransactionEventType]: { readonly type: Type }
}[TransactionEventType]

/** Every order that the transaction machine can give. */
export const transactionEffects = [
  'cache.lookup',
  'lookup.cancel',
  'flight.open',
  'flight.dissolve',
  'flight.join',
  'flight.leave',
  'lease.ask',
  'lease.await',
  'lease.leave',
  'cache.invalidate',
  'cache.replace',
  'backend.send',
  'backend.sendOriginal',
  'backend.resendUnconditional',
  'backend.cancel',
  'obligation.insert',
  'obligation.freshen',
  'obligation.combine',
  'obligation.expire',
  'obligation.abandon',
  'obligation.refuse',
  'obligation.chooseStale',
  'refresh.start',
  'client.respond',
  'client.fail',
  'client.detach',
  'delivery.abort',
  'deadline.set',
  'deadline.clear',
] as const

/** The name of an effect of the transaction machine. */
export type TransactionEffect = (typeof transactionEffects)[number]

/** Every state in which a transaction can rest, nested ones by their path. */
export const transactionStates = [
  'received',
  'awaitCache',
  'awaitFlight',
  'awaitLease.asked',
  'awaitLease.parked',
  'awaitLease.background',
  'awaitBackend.attached',
  'awaitBackend.detached',
  'direct',
  'delivering',
  'delivered',
  'failed',
  'abandoned',
  'settled',
] as const

/** The name of a state of the transaction machine. */
export type TransactionState = (typeof transactionStates)[number]

/** The deadline that guards a state: `none` for states that do not wait. */
export type DeadlineName = 'store' | 'flight' | 'lease' | 'reply' | 'body' | 'none'

/** What each state says of itself; the docs, the diagrams and the in-flight table read it. */
export interface StateMeta {
  /** The clause that the state serves. */
  readonly rfc: string
  readonly waitsFor: string
  /** Who owes the event that ends the wait. */
  readonly owedBy: string
  readonly deadline: DeadlineName
}
