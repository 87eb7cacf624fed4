import { operations, type Ending, type Scene, type Subject } from './scene.ts'
import { SeedMachine, type SeedHost, type SeedRequest, type SeedResponse } from './seed-machine.ts'

const response = (body: string): SeedResponse => ({ headers: new Map(), body })

const failure = (who: string): never => {
  throw new Error(who)
}

/** All that the seed's machine asks of the outside, as a scene has it. */
export const seedHost = ({ stored, failing = [] }: Scene): SeedHost => ({
  wait: () =>
    failing.includes('lookup')
      ? failure('store')
      : { isObliged: stored !== 'fresh', isUsableIfError: stored === 'masking' },
  found: () => (stored === 'fresh' || stored === 'revalidating' ? response('one') : undefined),
  chooseStale: () => (failing.includes('standIn') ? failure('store') : response('one')),
  send: () => ({
    operations: [],
    poll: () => (failing.includes('origin') ? failure('origin') : response('two')),
  }),
  commit: (candidate) => (failing.includes('commit') ? failure('store') : candidate),
})

export const seedRequest = ({ way, failing = [] }: Scene): SeedRequest => ({
  isCacheable: way !== 'direct',
  body: 'body',
  beforeSend: () => {
    if (failing.includes('beforeSend')) failure('beforeSend')
  },
})

/** The seed's machine. */
export const seedSubject: Subject = (scene) => {
  const machine = new SeedMachine(seedRequest(scene), seedHost(scene))
  for (const [name, target] of operations) machine.setResponseHeader(name, target, target)
  return Promise.resolve(endingOf(machine))
}

const endingOf = (machine: SeedMachine): Ending => {
  const result = machine.poll()
  if (result.type === 'response') {
    const { headers, body } = result.response
    return { type: 'response', headers, body, errors: [] }
  }
  const { error, headers } = result
  return {
    type: 'error',
    headers,
    body: '',
    errors: [error instanceof Error ? error.message : String(error)],
  }
}
