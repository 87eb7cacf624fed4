import type { StoredResponse } from '../../http/stored-response.ts'
import type { Millis } from '../../http/units.ts'
import { isNotModified } from '../../policy/precondition.ts'
import type { RequestFacts } from '../../policy/request-facts.ts'
import { satisfyRange } from '../../policy/satisfy-range.ts'
import type { ExplainedReason } from './explanation.ts'
import { reasonOf } from './reason-clauses.ts'

/** A stored response, and the request that it answers, or does not. */
interface Served {
  readonly facts: RequestFacts
  readonly stored: StoredResponse | null
  readonly now: Millis
  /** The length of the stored body in bytes, where it is known. */
  readonly length: number | undefined
  readonly isServed: boolean
}

/** What of the stored response the client is sent: all of it, nothing but a 304, or the part that it asks for. */
export function explainServing({ facts, stored, now, length, isServed }: Served): readonly ExplainedReason[] {
  if (stored === null || !isServed) return []
  if (isNotModified(facts, stored, now)) {
    return [
      reasonOf(
        'stored.not-modified',
        'The client has it already, as its conditions say (If-None-Match or If-Modified-Since): 304.',
      ),
    ]
  }
  if (facts.range === null) return []
  const answer = satisfyRange({ facts, stored, length })
  switch (answer.type) {
    case 'excerpt':
    case 'excerpts':
      return [reasonOf('stored.excerpt', 'The client is sent the part of it that it asks for (Range): 206.')]
    case 'unsatisfiable': {
      const facts416 = [{ name: 'length', value: answer.complete, unit: 'bytes' } as const]
      return [
        reasonOf(
          'stored.unsatisfiable',
          `Nothing that Range asks for lies within its ${answer.complete} bytes: 416.`,
          facts416,
        ),
      ]
    }
    case 'all':
    case 'missing':
      return [
        reasonOf(
          'stored.range-ignored',
          'The client is sent all of it: Range does not apply, or cannot be applied here.',
        ),
      ]
  }
}
