import type { Section } from '../comparison.ts'
import { cacheSection } from './cache.ts'
import { collapseSection } from './collapse.ts'
import { fetchSection } from './fetch.ts'
import { gatewaySection } from './gateway.ts'
import { gatewayFormsSection } from './gateway-forms.ts'
import { gatewayStoresSection } from './gateway-stores.ts'
import { latencySection } from './latency.ts'
import { leaseSection } from './lease.ts'
import { machineSection } from './machine.ts'
import { memorySection } from './memory.ts'
import { middlewareSection } from './middleware.ts'
import { policySection } from './policy.ts'
import { recordingSection } from './recording.ts'
import { storeSection } from './store.ts'
import { storeDownSection } from './store-down.ts'
import { storesSection } from './stores.ts'
import { streamingSection } from './streaming.ts'
import { stormSection } from './storm.ts'
import { undiciSection } from './undici.ts'
import { webSection } from './web.ts'
import { workersSection } from './workers.ts'

/** All benchmarks, in the order in which they run. */
export const sections: readonly Section[] = [
  machineSection,
  policySection,
  storeSection,
  storesSection,
  streamingSection,
  memorySection,
  cacheSection,
  collapseSection,
  gatewaySection,
  gatewayFormsSection,
  gatewayStoresSection,
  leaseSection,
  storeDownSection,
  stormSection,
  latencySection,
  workersSection,
  recordingSection,
  middlewareSection,
  fetchSection,
  undiciSection,
  webSection,
]
