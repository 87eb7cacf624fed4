import type { BytesComparison } from '../bytes-comparison.ts'
import type { Section } from '../comparison.ts'
import { measureHolding } from '../processes/measure-holding.ts'

const ours = 'memoryStore'
const undiciStore = 'undici MemoryCacheStore'

const comparison: BytesComparison = {
  kind: 'bytes',
  name: 'memory per entry',
  about:
    "100,000 responses with nine fields, a body of 1 KB and a URL of 60 characters: what they take beyond the bytes of URL, fields and body. memoryStore is filled through a cache. What counts is V8's heap and the buffers outside of it, after everything has been collected; what the C library keeps back of memory that was given up is not known, and left out.",
  unit: 'entry',
  contenders: [
    { name: ours, owner: 'project', measure: () => measureHolding('memory-store', '') },
    { name: undiciStore, measure: () => measureHolding('undici-store', '') },
  ],
  baseline: undiciStore,
  budgets: [{ kind: 'bytes', subject: ours, limit: 700 }],
}

/** What the stores in memory take. */
export const memorySection: Section = {
  name: 'memory',
  about: "bytes that memoryStore and undici's store take for each entry beyond its text",
  comparisons: [comparison],
}
