import type { InspectableStore, Millis } from '@cachechart/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { inByteUnits } from '../byte-units.ts'
import { plainJson } from '../plain-json.ts'
import { printable } from '../printable.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import type { LastingPlace } from '../store/store-place.ts'
import { withStore } from '../store/with-store.ts'
import type { Terminal } from '../terminal.ts'
import { BestOf, type Order } from './best-of.ts'
import { factsOf, type EntryFacts } from './entry-facts.ts'
import { stopSignal, type StopSignal } from './stop-signal.ts'

/** What `cachechart cache list` was told. */
export interface ListOptions {
  readonly prefix: string
  /** `Infinity`: all. */
  readonly limit: number
  readonly sort?: SortName
  readonly json?: true
}

const byTime = (one: string | null, other: string | null): number => (one ?? '').localeCompare(other ?? '')

/** What one would look for comes first. */
const orders = {
  age: (one, other) => other.age - one.age,
  size: (one, other) => other.bodyLength - one.bodyLength,
  used: (one, other) => byTime(other.usedAt, one.usedAt),
  key: (one, other) => (one.key < other.key ? -1 : Number(one.key !== other.key)),
} satisfies Readonly<Record<string, Order<EntryFacts>>>

type SortName = keyof typeof orders

/** `cachechart cache list`: what is stored. */
export function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .summary('what is stored')
    .description('Lists what is stored: a line for each variant of each key.')
    .addOption(lastingStoreOption())
    .option('--prefix <text>', 'only what is stored under keys that begin so', '')
    .addOption(
      new Option('--limit <number>', 'at most so many lines; 0 is all').argParser(parseLimit).default(100),
    )
    .addOption(
      new Option(
        '--sort <by>',
        'oldest, largest, last used, or key first; without it as the store has them',
      ).choices(Object.keys(orders)),
    )
    .option('--json', 'a JSON object on each line')
    .addHelpText('after', examples)
    .action(({ store: place, ...options }: ListOptions & { readonly store: LastingPlace }) =>
      withStore(place, (store) => listEntries(store, { ...options, now: Date.now() }, terminal)),
    )
}

const examples = `
Examples:
  cachechart cache list --store sqlite:cache.db --prefix http://127.0.0.1:8080/news
  cachechart cache list --store sqlite:cache.db --sort size --limit 10
  cachechart cache list --store redis://127.0.0.1:6379 --limit 0 --json | jq -r .key`

/** Prints what is stored. Without an order nothing is held; with one, no more than twice what is printed. */
export async function listEntries(
  store: InspectableStore,
  options: ListOptions & { readonly now: Millis },
  terminal: Terminal,
): Promise<void> {
  const stop = stopSignal(terminal)
  try {
    await printEntries(store, options, { terminal, stop })
  } finally {
    stop.forget()
  }
}

async function printEntries(
  store: InspectableStore,
  { prefix, limit, sort, json, now }: ListOptions & { readonly now: Millis },
  { terminal, stop }: { readonly terminal: Terminal; readonly stop: StopSignal },
): Promise<void> {
  const line = json === true ? jsonLine : textLine
  const best = sort === undefined ? undefined : new BestOf(limit, orders[sort])
  let seen = 0
  if (json !== true) terminal.out(heading)
  for await (const entry of store.entries({ keyPrefix: prefix })) {
    if (!stop.hasReader) return
    stop.signal.throwIfAborted()
    seen += 1
    const facts = factsOf(entry, now)
    if (best !== undefined) best.add(facts)
    else if (seen <= limit) terminal.out(line(facts))
    else break
  }
  for (const facts of best?.sorted ?? []) terminal.out(line(facts))
  if (seen > limit && json !== true) terminal.err(`There are more than ${limit}: --limit 0 lists all.\n`)
}

const jsonLine = (facts: EntryFacts): string => `${plainJson(JSON.stringify(facts))}\n`

const heading = '   age      ttl        body  status  key\n'

function textLine({ age, ttl, bodyLength, status, key, varied }: EntryFacts): string {
  const selected = Object.entries(varied).map(([name, value]) => `${name}: ${value ?? '(none)'}`)
  const how = selected.length === 0 ? '' : `  (${selected.join(', ')})`
  const columns = [
    span(age).padStart(6),
    (ttl > 0 ? span(ttl) : 'stale').padStart(7),
    inByteUnits(bodyLength).padStart(10),
    String(status).padStart(6),
    // Whoever asked has chosen it.
    printable(`${key}${how}`),
  ]
  return `${columns.join('  ')}\n`
}

const spans: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
]

/** In the largest unit of which there are at least two. */
function span(seconds: number): string {
  const [unit, length] = spans.find(([, of]) => seconds >= 2 * of) ?? ['s', 1]
  return `${Math.floor(seconds / length)}${unit}`
}

/** @throws InvalidArgumentError */
function parseLimit(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number; 0 is all.')
  return text === '0' ? Infinity : Number(text)
}
