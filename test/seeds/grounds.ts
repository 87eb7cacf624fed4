import { enginePlace } from './engine-place.ts'
import { gatewayPlace } from './gateway-place.ts'
import type { Ground } from './ground.ts'

/** The cache by itself and the gateway over sockets, each on the compiled table and on XState's own interpreter. */
export const grounds: readonly Ground[] = (['table', 'xstate'] as const).flatMap((interpreter): Ground[] => [
  {
    name: `the engine (${interpreter})`,
    by: 'calls',
    create: (options) => Promise.resolve(enginePlace({ ...options, interpreter })),
  },
  {
    name: `the gateway (${interpreter})`,
    by: 'sockets',
    create: (options) => gatewayPlace({ ...options, interpreter }),
  },
])
