import { fieldValue } from '../../http/field-lines.ts'
import type { RequestHead } from '../../http/message.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import { matchesVariant } from '../../policy/select-variant.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'
import { isSensitiveField } from './sensitive-fields.ts'

/** More differences than these are not told: a person would not read them. */
const most = 8

/** Which field keeps each stored variant from being selected for a request. RFC 9111 §4.1 */
export function explainVariants(
  request: RequestHead,
  variants: readonly StoredResponse[],
): readonly ExplainedReason[] {
  return variants
    .filter((variant) => !matchesVariant(request, variant))
    .flatMap((variant) => mismatches(request, variant))
    .slice(0, most)
}

function mismatches(request: RequestHead, { vary, varied }: StoredResponse): readonly ExplainedReason[] {
  if (vary.includes('*')) {
    return [
      reasonOf('stored.unselectable', 'A stored response was selected by what no field tells (Vary: *).'),
    ]
  }
  return vary
    .map((name, index) => ({ name, value: varied[index] ?? null }))
    .filter(({ name, value }) => !matchesVariant(request, { vary: [name], varied: [value] }))
    .map(({ name, value }) => {
      const own = said(name, fieldValue(request.fields, name))
      const because = `A stored response was selected by ${name}: ${said(name, value)}; this request says ${own}.`
      return reasonOf('stored.other-value', because)
    })
}

/** A value as it is shown: never that of a field that may be secret, and not at any length. */
function said(name: string, value: string | null): string {
  if (value === null) return 'nothing'
  if (isSensitiveField(name)) return 'another value (not shown)'
  return value.length > 100 ? `"${value.slice(0, 100)}…"` : `"${value}"`
}
