import { fetchBeforeOrigin } from '../../adapters/fronts/fetch-before-origin.ts'
import { gatewayBeforeOrigin } from '../../adapters/fronts/gateway-before-origin.ts'
import { middlewareFront } from '../../adapters/fronts/middleware-front.ts'
import { undiciFront } from '../../adapters/fronts/undici-front.ts'
import type { StartFront } from '../../adapters/fronts/adapter-front.ts'
import type { SocketFrontName } from './socket-front-name.ts'
import { servedWebFront } from './served-web-front.ts'

/** An adapter between sockets. */
export interface SocketFront {
  readonly start: StartFront
  /** What becomes of an error: a response that tells of it, the rejection of a call, or what a host makes of that. */
  readonly errors: 'problem' | 'rejected' | '500'
}

/** Every adapter, each with a client, an origin or both on the other end of a socket. */
export const socketFronts: Readonly<Record<SocketFrontName, SocketFront>> = {
  gateway: { start: gatewayBeforeOrigin, errors: 'problem' },
  fetch: { start: fetchBeforeOrigin, errors: 'rejected' },
  undici: { start: undiciFront, errors: 'rejected' },
  middleware: { start: middlewareFront, errors: 'problem' },
  web: { start: servedWebFront, errors: '500' },
}
