import type { Budget, Comparison, Contender, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'

const thousand = 1_000
const hundredThousand = 100_000
const million = 1_000_000

const sizes = new Map([
  [thousand, '1 thousand'],
  [hundredThousand, '100 thousand'],
  [million, '1 million'],
])

const ours = 'memoryStore'
const pace = { warmUp: 200, slice: 100, slices: 3 }

/** One store at several sizes. */
const at = (store: string, call: string, counts: readonly number[]): Contender[] =>
  counts.map((size) => ({
    name: `${store}, ${sizes.get(size) ?? size}`,
    ...(store === ours ? { owner: 'project' as const } : {}),
    start: () => startWork('store', `${store} ${call} ${size}`),
  }))

const baseline = `${ours}, ${sizes.get(thousand) ?? ''}`
const flat: Budget = {
  subject: `${ours}, ${sizes.get(million) ?? ''}`,
  against: baseline,
  kind: 'cost',
  limit: 1.25,
}

const held = 'The stores hold so many responses with a body of 100 bytes.'
const few =
  "At each size the same number of keys is asked for, a hundred that are spread over all of them: what is touched fits into the processor's caches, and what remains is what the store itself takes"
const common = { operation: 'call', baseline, budgets: [flat], pace, preparation: 2_500 }

const get: Comparison = {
  ...common,
  name: 'store, get',
  about: `A stored response is found by its key. ${held} ${few}. lru-cache and a bare Map do the least that such a store has to.`,
  contenders: [
    ...at(ours, 'get', [thousand, hundredThousand, million]),
    ...at('lru-cache', 'get', [thousand, million]),
    ...at('Map', 'get', [thousand, million]),
    ...at('undici', 'get', [thousand, hundredThousand]),
  ],
}

const roam: Comparison = {
  ...common,
  name: 'store, get of any key',
  about:
    "The same with all keys in random order. Of a million entries hardly any is in the processor's caches: how long the machine's memory takes to answer shows in a bare Map as well.",
  contenders: [...at(ours, 'roam', [thousand, million]), ...at('Map', 'roam', [thousand, million])],
}

const put: Comparison = {
  ...common,
  name: 'store, put',
  about: `A stored response is replaced. ${held} ${few}.`,
  contenders: [
    ...at(ours, 'put', [thousand, hundredThousand, million]),
    ...at('undici', 'put', [hundredThousand]),
  ],
}

const evict: Comparison = {
  ...common,
  name: 'store, evict',
  about: `A response is stored under a new key, and the one that was not used the longest goes: it has not been touched since it came, and lies in memory that is far away. ${held} undici's store gives up half of what it has at a time.`,
  contenders: [
    ...at(ours, 'evict', [thousand, hundredThousand, million]),
    ...at('undici', 'evict', [hundredThousand]),
  ],
}

/** The stores in memory. */
export const storeSection: Section = {
  name: 'store',
  about:
    "memoryStore at a thousand and at a million entries, against lru-cache alone, a Map and undici's store",
  comparisons: [get, roam, put, evict],
}
