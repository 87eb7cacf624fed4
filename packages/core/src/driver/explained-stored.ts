import { ageOf, knownLength, shownVary, timeLeft } from '../engine/explain/stored-facts.ts'
import { isMatching } from '../engine/select-entry.ts'
import type { RequestHead } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import type { Millis } from '../http/units.ts'
import type { StoredEntry } from '../ports/store.ts'
import type { ExplainedStored } from './cache-explanation.ts'

/** What is stored for a key, and which of it a request selects. */
interface Seen {
  readonly variants: readonly StoredEntry[]
  readonly entry: StoredEntry | undefined
  readonly length: number | undefined
}

/** What is stored, as an explanation lists it. No value of a field that may be secret is in it. */
export const explainedStored = (
  request: RequestHead,
  { variants, entry, length }: Seen,
  now: Millis,
): readonly ExplainedStored[] =>
  variants.map((variant) => {
    const { response } = variant
    const isSelected = variant === entry
    return {
      status: response.status,
      responseTime: response.responseTime,
      age: ageOf(response, now),
      lifetime: response.lifetime,
      timeToLive: timeLeft(response, now),
      vary: shownVary(response),
      selection: isSelected ? 'selected' : matching(request, response),
      validators: validatorsOf(response),
      surrogateKeys: response.surrogateKeys,
      bodyLength: (isSelected ? length : undefined) ?? knownLength(response),
      content: response.part === null ? 'whole' : 'part',
    }
  })

const matching = (request: RequestHead, response: StoredResponse): 'matching' | 'other' =>
  isMatching(request, response) ? 'matching' : 'other'

const validatorsOf = ({ etag, lastModified }: StoredResponse): ExplainedStored['validators'] => [
  ...(etag === null ? [] : (['etag'] as const)),
  ...(lastModified === null ? [] : (['last-modified'] as const)),
]
