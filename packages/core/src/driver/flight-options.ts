import type { AbortPolicy, CollapseOptions } from './cache-api.ts'
import type { Environment } from './environment.ts'
import type { Settings } from './settings.ts'

/** The options with every choice made. */
export const collapseOptions = ({
  onTimeout = 'stale',
  window = 1024 * 1024,
  uncacheable = 'miss',
  markFor = 120_000,
}: CollapseOptions = {}): Environment['collapse'] => ({ onTimeout, window, uncacheable, markFor })

/** The policy with every choice made. */
export const abortPolicy = ({ leader, follower, background }: AbortPolicy = {}): Settings['abort'] => ({
  leader: { awaitBackend: 'finish', delivering: 'finish', ...leader },
  follower: { awaitFlight: 'finish', delivering: 'finish', ...follower },
  background: { awaitBackend: 'finish', delivering: 'finish', ...background },
})
