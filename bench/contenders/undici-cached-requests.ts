import { interceptors } from 'undici'
import { agentRequests } from './agent-requests.ts'

/** `agent.request` over undici's own cache interceptor; the argument is a URL. */
export const undiciCachedRequests = agentRequests(() => interceptors.cache())
