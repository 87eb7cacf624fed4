import type { GatewayAddress } from '@cachechart/adapters/node'
import type { GatewayCommandOptions } from './gateway-options.ts'

/** Where a gateway listens, before which origin, and on what. */
export function beginning(
  { url, admin }: Pick<GatewayAddress, 'url' | 'admin'>,
  origin: URL,
  { maxBytes, workers }: Pick<GatewayCommandOptions, 'maxBytes' | 'workers'>,
): string {
  const parts =
    workers === 1 ? '' : `, ${workers} workers with ${inMebibytes(partOf(maxBytes, workers))} each`
  const store = `store memory (${inMebibytes(maxBytes)}${parts})`
  const seen = admin === undefined ? '' : `What is in flight: ${admin.url}/.cachechart/in-flight\n`
  return `Listening on ${url}, origin ${origin.origin}, ${store}.\n${seen}`
}

/** That a gateway is about to stop, and why. */
export const stopping = (reason: string): string =>
  `${reason}: finishing what is in progress. Once more stops at once.\n`

/** What each worker has of the memory that the gateway may take. */
export const partOf = (maxBytes: number, workers: number): number => Math.floor(maxBytes / workers)

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 14) / 2 ** 6} MiB`
