import { createGateway } from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import type { Serve } from './serving.ts'

/** Our gateway, as it comes; the argument is the origin. */
export const serveGateway: Serve = (origin) =>
  createGateway({ origin, store: memoryStore() }).listen({ port: 0 })
