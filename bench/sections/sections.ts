import type { Section } from '../comparison.ts'
import { cacheSection } from './cache.ts'
import { collapseSection } from './collapse.ts'
import { fetchSection } from './fetch.ts'
import { gatewaySection } from './gateway.ts'
import { machineSection } from './machine.ts'
import { middlewareSection } from './middleware.ts'
import { undiciSection } from './undici.ts'
import { webSection } from './web.ts'

/** All benchmarks, in the order in which they run. */
export const sections: readonly Section[] = [
  machineSection,
  cacheSection,
  collapseSection,
  gatewaySection,
  middlewareSection,
  fetchSection,
  undiciSection,
  webSection,
]
