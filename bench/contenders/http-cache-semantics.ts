import CachePolicy from 'http-cache-semantics'
import { headersOf, policySampleOf, requestLines, responseFields } from './policy-samples.ts'
import type { CreateWork } from './work.ts'

const request = { method: 'GET', url: '/sample', headers: headersOf(requestLines) }

/** `satisfiesWithoutRevalidation` of a policy that is ready; the argument is the kind of response. */
export const semanticsVerdict: CreateWork = (argument) => {
  const headers = headersOf(responseFields(policySampleOf(argument)))
  const policy = new CachePolicy(request, { status: 200, headers })
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) {
        if (!policy.satisfiesWithoutRevalidation(request)) throw new Error('that was no hit')
      }
    },
  }
}
