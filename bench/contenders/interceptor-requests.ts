import { cacheInterceptor } from '@cachechart/adapters/undici'
import { agentRequests } from './agent-requests.ts'

/** `agent.request` over `cacheInterceptor`; the argument is a URL. */
export const interceptorRequests = agentRequests(() => cacheInterceptor())
