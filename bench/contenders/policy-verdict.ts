import { loadPolicy } from './core-modules.ts'
import { policySampleOf, requestLines, responseFields } from './policy-samples.ts'
import type { CreateWork } from './work.ts'

const request = { method: 'GET', url: 'http://example.com/sample', fields: requestLines }

/**
 * Whether what is stored may answer a request: the request's fields are read, the variant is found, its age is judged by
 * the time it is. The argument is the kind of response; with ` head` after it the head to send is made, too.
 */
export const policyVerdict: CreateWork = async (argument) => {
  const [name = '', extent] = argument.split(' ')
  const functions = await loadPolicy()
  const { createStoredResponse, decideAdmission, decideReuse, definePolicy } = functions
  const { presentStored, selectVariant } = functions
  const policy = definePolicy()
  const reply = { status: 200, reason: 'OK', fields: responseFields(policySampleOf(name)) }
  const requestTime = Date.now()
  const response = createStoredResponse({ request, reply, requestTime, responseTime: requestTime }, policy)
  const variants = [{ response }]

  function judge(): void {
    const admission = decideAdmission(request, 'default')
    const entry = selectVariant(request, variants)
    if (admission.type !== 'request.lookup' || entry === undefined) throw new Error('it does not match')
    const { facts } = admission
    const stored = entry.response
    const now = Date.now()
    const question = { facts, stored, mode: 'default', waitedSince: null, now, policy } as const
    const verdict = decideReuse({ ...question, variants: 'some' })
    if (verdict.type !== 'lookup.fresh') throw new Error(`that was no hit: ${verdict.type}`)
    if (extent === 'head' && presentStored({ facts, stored, length: 1024, now, policy }).status !== 200)
      throw new Error('that was not the stored head')
  }
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) judge()
    },
  }
}
