import type { Comparison, Section } from '../comparison.ts'
import { startWork } from '../processes/start-work.ts'
import type { PolicySample } from '../contenders/policy-samples.ts'

const ours = 'policy'
const withHead = 'policy, with the head to send'
const semantics = 'http-cache-semantics'
const pace = { warmUp: 300, slice: 50, slices: 4 }

const verdict = (sample: PolicySample, about: string): Comparison => ({
  name: `reuse verdict, ${sample}`,
  about: `Whether a stored response may answer a request without asking the origin: ${about}. Of http-cache-semantics it is \`satisfiesWithoutRevalidation\` of a policy made before, which in this version makes the head to send, too.`,
  operation: 'verdict',
  contenders: [
    { name: ours, owner: 'project', start: () => startWork('policy-verdict', sample) },
    { name: withHead, owner: 'project', start: () => startWork('policy-verdict', `${sample} head`) },
    { name: semantics, start: () => startWork('semantics-verdict', sample) },
  ],
  baseline: semantics,
  budgets: [{ subject: ours, against: semantics, kind: 'speed', limit: 3 }],
  pace,
})

const storing: Comparison = {
  name: 'storage verdict',
  about:
    'Whether a reply may be stored, and all of it that reuse will need: the four kinds of response above, one after the other. http-cache-semantics leaves dates and Vary to be parsed when it is asked for a verdict.',
  operation: 'reply',
  contenders: [
    { name: ours, owner: 'project', start: () => startWork('policy-storing', '') },
    { name: semantics, start: () => startWork('semantics-storing', '') },
  ],
  baseline: semantics,
  budgets: [],
  pace,
}

/** What the policy decides, by itself. */
export const policySection: Section = {
  name: 'policy',
  about: 'verdicts on reuse and storage against http-cache-semantics',
  comparisons: [
    verdict('max-age', 'fresh by max-age'),
    verdict('s-maxage', 'fresh by s-maxage, with stale-while-revalidate'),
    verdict('vary', 'fresh by max-age, selected by Accept-Encoding'),
    verdict('expires', 'fresh by Expires alone'),
    storing,
  ],
}
