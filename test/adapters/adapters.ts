import type { StartFront } from './fronts/adapter-front.ts'
import { coreFront } from './fronts/core-front.ts'
import { fetchBeforeOrigin } from './fronts/fetch-before-origin.ts'
import { gatewayBeforeOrigin } from './fronts/gateway-before-origin.ts'
import { middlewareFront } from './fronts/middleware-front.ts'
import { undiciFront } from './fronts/undici-front.ts'
import { webFront } from './fronts/web-front.ts'

/** Every adapter, and the core that is the same behind all of them. */
export const adapters = {
  core: coreFront,
  gateway: gatewayBeforeOrigin,
  fetch: fetchBeforeOrigin,
  undici: undiciFront,
  web: webFront,
  middleware: middlewareFront,
} as const satisfies Readonly<Record<string, StartFront>>

export type AdapterName = keyof typeof adapters
