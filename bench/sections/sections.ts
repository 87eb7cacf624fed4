import type { Section } from '../comparison.ts'
import { cacheSection } from './cache.ts'
import { collapseSection } from './collapse.ts'
import { fetchSection } from './fetch.ts'
import { gatewaySection } from './gateway.ts'
import { machineSection } from './machine.ts'

/** All benchmarks, in the order in which they run. */
export const sections: readonly Section[] = [
  machineSection,
  cacheSection,
  collapseSection,
  gatewaySection,
  fetchSection,
]
