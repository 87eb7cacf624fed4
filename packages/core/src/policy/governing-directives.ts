import { parseResponseDirectives, type ResponseDirectives } from '../http/cache-control.ts'
import { fieldValue } from '../http/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import { parseTargetedDirectives } from '../http/targeted-directives.ts'
import type { Policy } from './policy-options.ts'

/** The directives that a response is judged by, and where they stand. */
export interface GoverningDirectives {
  readonly directives: ResponseDirectives
  /** A targeted field governs in place of Cache-Control and of Expires. RFC 9213 §2.2. */
  readonly source: 'targeted' | 'cache-control'
}

/** Finds the directives that govern a response: those of the first valid targeted field, or Cache-Control. RFC 9213 §2.2, §2.4. */
export function governingDirectives(fields: FieldLines, { targets }: Policy): GoverningDirectives {
  for (const target of targets) {
    const value = fieldValue(fields, target)
    const directives = value === null ? null : parseTargetedDirectives(value)
    if (directives !== null) return { directives, source: 'targeted' }
  }
  const directives = parseResponseDirectives(fieldValue(fields, 'cache-control') ?? '')
  return { directives, source: 'cache-control' }
}
