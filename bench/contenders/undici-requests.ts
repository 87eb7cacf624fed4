import { agentRequests } from './agent-requests.ts'

/** `agent.request` without a cache; the argument is a URL. */
export const undiciRequests = agentRequests()
