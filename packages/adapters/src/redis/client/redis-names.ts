import { hash } from 'node:crypto'

/** The names of a store's keys in Redis. The part in braces decides on the slot: what is about one cache key shares one. */
export interface RedisNames {
  /** What all names begin with. */
  readonly prefix: string
  /** How far the purges have come: a hash. */
  readonly ledger: string
  /** What stands for a cache key in names: a hash of it, the same for stores and leases. */
  tagOf(cacheKey: string): string
  /** What the names of all entries, and of nothing else, begin with. */
  readonly entries: string
  /** All heads of a key, and small bodies: a hash. */
  entry(tag: string): string
  /** The last purge that concerned a key: a number. */
  generation(tag: string): string
  /** The greatest token of a lease by which something was written, for each of its subjects: a hash. */
  fence(tag: string): string
  /** A larger body, by pieces: a hash. */
  body(tag: string, id: string): string
  /** Which keys may have a label: a sorted set of their tags. */
  index(label: string): string
  /** The last purge of a label: a number. */
  indexGeneration(label: string): string
  /** The tag of a key that is named so, where it is the name of an entry. */
  tagOfEntry(name: string): string | undefined
}

/** 24 of the 32 bytes of SHA-256, 192 bits, as text: nobody finds two keys for one tag. */
const tagLength = 32
const tagForm = /^[A-Za-z0-9_-]{32}$/

/** Text that is no Unicode (a lone surrogate) would become the same bytes as other text. */
const bytesOf = (text: string): string | Buffer =>
  text.isWellFormed() ? text : Buffer.concat([Buffer.of(0xff), Buffer.from(text, 'utf16le')])

/** A short name for a text, by which it can be told from all others. */
export function digestOf(text: string): string {
  return hash('sha256', bytesOf(text), 'base64url').slice(0, tagLength)
}

/**
 * The names under a prefix.
 * @throws TypeError for a prefix with braces, which would decide on the slot
 */
export function redisNames(prefix: string): RedisNames {
  if (/[{}]/.test(prefix)) throw new TypeError(`the prefix of a Redis key may not have braces: ${prefix}`)
  const about = (tag: string) => `${prefix}{${tag}}:`
  const entries = `${prefix}entry:{`
  return {
    prefix,
    ledger: `${about('purges')}ledger`,
    tagOf: digestOf,
    entries,
    entry: (tag) => `${entries}${tag}}`,
    generation: (tag) => `${about(tag)}generation`,
    fence: (tag) => `${about(tag)}fence`,
    body: (tag, id) => `${about(tag)}body:${id}`,
    index: (label) => `${about(digestOf(label))}index`,
    indexGeneration: (label) => `${about(digestOf(label))}index-generation`,
    tagOfEntry: (name) => {
      if (!name.startsWith(entries) || !name.endsWith('}')) return undefined
      const tag = name.slice(entries.length, -1)
      return tagForm.test(tag) ? tag : undefined
    },
  }
}
