import { createGateway } from '@cachechart/adapters/node'
import { openStore } from './lasting-stores.ts'
import type { Serve } from './serving.ts'

/**
 * Our gateway over a store; the argument is the store's name, the origin and, where it is not what it comes with, the store
 * budget in milliseconds. The orders `silence` and `kill` are for the server behind the store.
 */
export const serveGatewayOnStore: Serve = async (argument) => {
  const [name = '', origin = '', budget] = argument.split(' ')
  const { store, server, close } = await openStore(name)
  const deadlines = budget === undefined ? {} : { store: Number(budget) }
  const gateway = createGateway({ origin, store, deadlines })
  const { port } = await gateway.listen({ port: 0 })
  return {
    port,
    obey(order) {
      if (server === undefined || (order !== 'silence' && order !== 'kill'))
        throw new RangeError(`nothing here can obey "${order}"`)
      server.upset(order)
    },
    // The gateway need not be closed: this process ends.
    close,
  }
}
