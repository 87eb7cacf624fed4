import type { InspectableStore, Millis, StoredEntry } from '@cachechart/core'
import { Command, InvalidArgumentError, Option } from 'commander'
import { CommandFailedError } from '../command-failed-error.ts'
import { plainJson } from '../plain-json.ts'
import { printable } from '../printable.ts'
import { lookUp } from '../store/look-up.ts'
import { lastingStoreOption } from '../store/place-options.ts'
import type { LastingPlace } from '../store/store-place.ts'
import { withStore } from '../store/with-store.ts'
import type { Terminal } from '../terminal.ts'
import { writeOutput, type Written } from './byte-files.ts'

/** What `cachechart cache get` was told. */
export interface GetOptions {
  readonly variant?: number
  readonly body?: true
  readonly output?: string
  readonly json?: true
}

/** `cachechart cache get`: one stored response. */
export function getCommand(terminal: Terminal): Command {
  return new Command('get')
    .summary('one stored response')
    .description('Prints the heads that are stored under a key, newest first; or the body of one.')
    .argument(
      '<key>',
      'the key, which is the URL as clients of the gateway say it unless there is a rule for keys',
    )
    .addOption(lastingStoreOption())
    .addOption(
      new Option(
        '--variant <number>',
        'only this one of several; for a body, the first unless told',
      ).argParser(parseVariant),
    )
    .addOption(new Option('--body', 'print the body alone, as it is stored').conflicts(['output', 'json']))
    .addOption(new Option('--output <file>', 'write the body to this file').conflicts('json'))
    .option('--json', 'print the heads as JSON, as they are stored')
    .addHelpText('after', examples)
    .action((key: string, { store: place, ...options }: GetOptions & { readonly store: LastingPlace }) =>
      withStore(place, (store) => getEntry(store, { key, ...options, now: Date.now() }, terminal)),
    )
}

const examples = `
A stored body may be compressed: its head says so (Content-Encoding).

Examples:
  cachechart cache get http://127.0.0.1:8080/news --store sqlite:cache.db
  cachechart cache get http://127.0.0.1:8080/news --store sqlite:cache.db --body | less
  cachechart cache get http://127.0.0.1:8080/logo.png --store redis://127.0.0.1:6379 --output logo.png`

/** Prints one stored response. Rejects with a `CommandFailedError` when there is none. */
export async function getEntry(
  store: InspectableStore,
  { key, variant, body, output, json, now }: GetOptions & { readonly key: string; readonly now: Millis },
  terminal: Terminal,
): Promise<void> {
  const variants = await variantsOf(store, key)
  const chosen = variants.filter((_entry, at) => variant === undefined || at + 1 === variant)
  const [first] = chosen
  if (first === undefined) throw missing(key, variants.length)
  if (body === true || output !== undefined) {
    const written = await writeBody(first, output ?? '-')
    if (output !== undefined) terminal.err(`Wrote ${written.bytes} bytes to ${output}.\n`)
  } else if (json === true) {
    const heads = { key, variants: chosen.map(({ response }) => response) }
    terminal.out(`${plainJson(JSON.stringify(heads, null, 2))}\n`)
  } else terminal.out(chosen.map((entry) => headText(entry, now)).join('\n'))
}

/** A URL is stored as the platform writes it, when it came from a browser, or as its client did. RFC 9110 §4.2.3. */
async function variantsOf(store: InspectableStore, key: string): Promise<readonly StoredEntry[]> {
  const variants = await lookUp(store, key)
  if (variants.length > 0 || !URL.canParse(key)) return variants
  const url = new URL(key)
  url.hash = ''
  return url.href === key ? variants : lookUp(store, url.href)
}

function missing(key: string, variants: number): CommandFailedError {
  return new CommandFailedError(
    variants === 0
      ? `Nothing is stored under ${printable(key)}. See cachechart cache list for the keys that there are.`
      : `There ${variants === 1 ? 'is 1 variant' : `are ${variants} variants`} of ${printable(key)}.`,
  )
}

async function writeBody(entry: StoredEntry, place: string): Promise<Written> {
  const body = await entry.open()
  if (body === undefined) throw new CommandFailedError('It was removed meanwhile.')
  return writeOutput(place, body)
}

/** As it would be sent, with what the cache knows beside it. */
function headText({ response }: StoredEntry, now: Millis): string {
  const { status, reason, fields, vary, varied, lifetime, initialAge, responseTime, surrogateKeys } = response
  const age = Math.round(initialAge + Math.max(0, now - responseTime) / 1000)
  const left = Math.round(lifetime) - age
  const lines = [
    `${status} ${reason}`.trimEnd(),
    ...Array.from({ length: fields.length / 2 }, (_, at) => `${fields[2 * at]}: ${fields[2 * at + 1]}`),
    '',
    `age ${age} s, ${left > 0 ? `fresh for ${left} s` : `stale for ${-left} s`}`,
    ...vary.map((name, at) => `selected by ${name}: ${varied[at] ?? '(none)'}`),
    ...(surrogateKeys.length === 0 ? [] : [`labels ${surrogateKeys.join(' ')}`]),
  ]
  return lines.map((line) => `${printable(line)}\n`).join('')
}

/** @throws InvalidArgumentError */
function parseVariant(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Variants are counted from 1.')
}
