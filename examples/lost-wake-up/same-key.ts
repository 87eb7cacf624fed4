import { createCache, memoryStore } from '@cachechart/core'
import { authenticatedBackend } from './authenticated-backend.ts'
import { TokenClient, type Mending } from './token-client.ts'

/** What becomes of those who follow a leader whose wake-up is lost. */
export interface Together {
  readonly sent: number
  /** How many missed their deadline at the step `authenticate`. */
  readonly lost: number
  readonly answered: number
  readonly failed: number
}

const sent = 20

/**
 * Many ask for the same at once: one leads, the others wait for its reply. While the leader waits for its token, another
 * key's request takes its place. When its deadline has passed, one of the followers leads in turn.
 */
export async function askTogether(mending: Mending): Promise<Together> {
  let lost = 0
  const tokens = new TokenClient(mending)
  const cache = createCache({
    store: memoryStore(),
    backend: authenticatedBackend(tokens),
    deadlines: { reply: 500 },
    onStuck({ reason, transaction }) {
      if (reason === 'deadline' && transaction.step === 'authenticate') lost += 1
    },
  })
  // The client is busy; then the leader is the one who waits; then the next one comes.
  tokens.getToken(() => undefined)
  const requests = Array.from({ length: sent }, () =>
    cache.handle({ method: 'GET', url: 'http://service.example/same', fields: [] }),
  )
  tokens.getToken(() => undefined)
  const ends = await Promise.allSettled(requests)
  const failed = ends.filter(({ status }) => status === 'rejected').length
  return { sent, lost, answered: sent - failed, failed }
}
