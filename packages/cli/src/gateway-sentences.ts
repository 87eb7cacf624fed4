import type { GatewayAddress } from '@cachechart/adapters/node'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { nameOfPlace } from './store/store-place.ts'
import { roomOf } from './store/store-sizes.ts'

/** Where a gateway listens, before which origin, and on what. */
export function beginning(
  { url, admin }: Pick<GatewayAddress, 'url' | 'admin'>,
  origin: URL,
  options: GatewayCommandOptions,
): string {
  const store = `store ${nameOfPlace(options.store)} (${roomSentence(options)})`
  const seen = admin === undefined ? '' : `What is in flight: ${admin.url}/.cachechart/in-flight\n`
  return `Listening on ${url}, origin ${origin.origin}, ${store}.\n${seen}`
}

/** That a gateway is about to stop, and why. */
export const stopping = (reason: string): string =>
  `${reason}: finishing what is in progress. Once more stops at once.\n`

function roomSentence(options: GatewayCommandOptions): string {
  const { workers, lease } = options
  const { of, all, each } = roomOf(options, workers)
  const parts =
    workers === 1 ? [] : [`${workers} workers${of === 'file' ? '' : ` with ${inMebibytes(each)} each`}`]
  switch (of) {
    case 'memory':
      return [inMebibytes(all), ...parts].join(', ')
    case 'file':
      return [`at most ${inMebibytes(all)}`, ...parts].join(', ')
    case 'near': {
      const near = all === 0 ? 'no memory before it' : `${inMebibytes(all)} of memory before it`
      return [near, ...parts, lease ? 'leases' : 'no leases'].join(', ')
    }
  }
}

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 14) / 2 ** 6} MiB`
