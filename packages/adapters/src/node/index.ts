export { cacheMiddleware } from './middleware/cache-middleware.ts'
export type {
  CacheMiddleware,
  CacheMiddlewareOptions,
  MiddlewareFailure,
  NextFunction,
} from './middleware/middleware-options.ts'
export { createAdmin } from './admin.ts'
export type { Admin, AdminParts } from './admin.ts'
export { UnconfirmedPurgeError } from './admin-desk.ts'
export type {
  AdminDesk,
  AdminExplanation,
  AdminStory,
  ExplainQuestion,
  WorkerExplanation,
} from './admin-desk.ts'
export { createGateway } from './gateway.ts'
export type { Gateway, GatewayPeers } from './gateway.ts'
export { inFlightTable } from './in-flight-table.ts'
export type {
  AdminOptions,
  GatewayLimits,
  GatewayOptions,
  GatewayTimeouts,
  PurgeOptions,
} from './gateway-options.ts'
export type { GatewayAddress, ListenOptions } from './gateway-server.ts'
export type { GatewayAnswer } from './watch-answers.ts'
export type { GatewayFailure } from './hand-over.ts'
export type { Listener } from './listener.ts'
export { serverResponse } from './server-response.ts'
export type { ServerResponseOptions } from './server-response.ts'
export { ListenError } from './listen-error.ts'
export type { ListenErrorCode } from './listen-error.ts'
export type { HostPolicy } from './forwarded-fields.ts'
export type { ForwardedPolicy } from './target-uri.ts'
export { undiciBackend } from './undici-backend.ts'
export type { UndiciBackend, UndiciBackendOptions } from './undici-backend.ts'
