import type { PurgeTarget } from '@cachechart/core'
import { InvalidArgumentError, type Command } from 'commander'
import { storedResponses } from './stored-responses.ts'

/** What a purge was told to be about. */
export interface PurgeTargetOptions {
  readonly key?: string
  readonly surrogateKey?: string
  readonly all?: true
  readonly soft?: true
}

/** Lets a command be told what to purge, and how. */
export const withPurgeTarget = (command: Command): Command =>
  command
    .argument('[url]', 'all that is stored for this URL, as clients of the gateway say it', parseUrl)
    .option('--key <key>', 'all that is stored under this key', parseName)
    .option('--surrogate-key <label>', 'all that carries this label (Surrogate-Key, Cache-Tag)', parseName)
    .option('--all', 'everything')
    .option('--soft', 'make it stale instead: it may still be validated, or served while it is refreshed')

/** The one that was named to be purged. Ends the command when there are none, or several. */
export function purgeTargetOf(
  url: string | undefined,
  options: PurgeTargetOptions,
  command: Command,
): PurgeTarget {
  const targets = targetsOf(url, options)
  const [target] = targets
  if (target === undefined || targets.length > 1)
    command.error('error: what to purge is one of: a URL, --key, --surrogate-key, --all')
  return target
}

/** What was done, for a person. */
export function purgeSentence(purged: number, { soft }: PurgeTarget): string {
  const what = storedResponses(purged)
  return soft === true ? `Made ${what} stale.\n` : `Removed ${what}.\n`
}

/** What was named to be purged: one, if it makes sense. */
const targetsOf = (
  url: string | undefined,
  { key, surrogateKey, all, soft }: PurgeTargetOptions,
): readonly PurgeTarget[] => {
  const how = soft === true ? { soft } : {}
  return [
    ...(url === undefined ? [] : [{ url, ...how }]),
    ...(key === undefined ? [] : [{ key, ...how }]),
    ...(surrogateKey === undefined ? [] : [{ surrogateKey, ...how }]),
    ...(all === undefined ? [] : [{ all, ...how }]),
  ]
}

/** @throws InvalidArgumentError */
function parseUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('It is a whole URL, such as http://127.0.0.1:8080/news.')
}

/** @throws InvalidArgumentError */
function parseName(text: string): string {
  if (text !== '') return text
  throw new InvalidArgumentError('It is empty.')
}
