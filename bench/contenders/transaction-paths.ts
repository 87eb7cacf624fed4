import type { TransactionEvent } from '@cachechart/core'

/** The two ways through the transaction machine that nearly all requests take. */
const paths: Readonly<Record<string, readonly TransactionEvent[]>> = {
  hit: [{ type: 'request.lookup' }, { type: 'lookup.fresh' }, { type: 'delivery.done' }],
  miss: [
    { type: 'request.lookup' },
    { type: 'lookup.obliged' },
    { type: 'reply.store' },
    { type: 'delivery.done' },
  ],
}

/** @throws RangeError for a name that is not `hit` or `miss` */
export function transactionPath(name: string): readonly TransactionEvent[] {
  const path = paths[name]
  if (path === undefined) throw new RangeError(`no path is called "${name}"`)
  return path
}
