import { fieldValue, hasField } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'

/** Most responses have none: they share this. */
const noKeys: readonly string[] = Object.freeze([])

const optionalWhitespace = /[ \t]+/
const aroundComma = /[ \t]*,[ \t]*/

/**
 * The labels by which a response can be purged together with others: those of `Surrogate-Key` (between spaces, as Fastly
 * has it), those of `Cache-Tag` (between commas, as Cloudflare and Akamai have it), and those that were added; each once.
 */
export function surrogateKeysOf(fields: FieldLines, added: readonly string[] = noKeys): readonly string[] {
  const isLabelled = hasField(fields, 'surrogate-key') || hasField(fields, 'cache-tag')
  if (!isLabelled) return added.length === 0 ? noKeys : [...new Set(added)]
  const surrogateKey = fieldValue(fields, 'surrogate-key')
  const cacheTag = fieldValue(fields, 'cache-tag')
  const keys = [
    ...(surrogateKey ?? '').replaceAll(',', ' ').split(optionalWhitespace),
    ...(cacheTag ?? '').trim().split(aroundComma),
    ...added,
  ]
  return [...new Set(keys.filter((key) => key !== ''))]
}
