import { complete } from './client.ts'
import { deadlines, settle, whole, type Content, type Scene } from './scene.ts'
import type { Need } from './ground.ts'
import type { Script, Scripts, Step } from './script.ts'

/** After these the store is asked for the second time. */
const backAgain = ['flight.landed', 'lease.ended', 'purge.noted']

const isSecond = ({ before }: Step): boolean => backAgain.some((event) => before.includes(event))

/** Whether it has asked for a lease before: nobody in its own process has brought anything. */
const isAfterLease = ({ before }: Step): boolean => before.includes('lookup.leaseObliged')

const answered = (scene: Scene): void => {
  scene.letStoreAnswer()
}

/** Somebody else, who waits for nobody, is answered while the store keeps the subject waiting. */
const otherIsAnswered = (scene: Scene, fields: readonly string[], content: Content): Promise<void> =>
  scene.atOnce(async () => {
    const client = scene.send('other', {}, { collapse: false })
    scene.answer('other', { fields }, content)
    await settle()
    if (scene.body !== undefined) complete(scene.body, whole)
    scene.body = undefined
    void client.read()
  })

/** What has come while one waited is fresh to it, unless it may be for another session alone. */
const staleForOthers = (scene: Scene): Promise<void> =>
  otherIsAnswered(scene, ['Cache-Control', 'stale-while-revalidate=600', 'ETag', '"2"'], 'streamed')

/** Somebody else asks the origin, by a lease where that takes one. */
const otherLeads = async (scene: Scene): Promise<void> => {
  scene.letLeaseAnswer()
  await scene.atOnce(() => void scene.send('leader', {}, { deadlines: { reply: Infinity } }))
  scene.lease.setDelay('manual')
}

const failsToRead: Script['arm'] = (scene) => {
  scene.store.failNext('get')
}

const storeIsLate: Script['happen'] = (scene) => {
  scene.clock.advance(deadlines.store)
}

const failing: Need = { options: { policy: { onStoreFailure: 'fail' } } }

/** What the store answers, and what the cache makes of it. */
export const lookupScripts: Scripts = {
  'lookup.fresh': {
    need: (step) => (isSecond(step) ? {} : { stored: 'fresh' }),
    happen: async (scene, step) => {
      if (isAfterLease(step)) await otherIsAnswered(scene, ['Cache-Control', 'max-age=600'], 'streamed')
      answered(scene)
    },
  },
  'lookup.stale': {
    need: (step) =>
      isSecond(step)
        ? { fields: ['Cookie', 'session=1'], options: { background: { concurrency: 0 } } }
        : { stored: 'stale', fields: ['Cache-Control', 'max-stale'] },
    happen: async (scene, step) => {
      if (isSecond(step)) await staleForOthers(scene)
      answered(scene)
    },
  },
  'lookup.staleObliged': {
    need: (step) =>
      isSecond(step)
        ? { fields: ['Cookie', 'session=1'] }
        : { stored: 'stale', permits: ['stale-while-revalidate=600'] },
    happen: async (scene, step) => {
      if (isSecond(step)) await staleForOthers(scene)
      answered(scene)
    },
  },
  'lookup.obliged': {
    happen: async (scene, step) => {
      // Who knows that it makes no sense to wait for each other asks for no lease.
      if (isAfterLease(step)) await otherIsAnswered(scene, ['Cache-Control', 'no-store'], 'none')
      answered(scene)
    },
  },
  'lookup.leaseObliged': { need: { lease: 'shared' }, happen: answered },
  'lookup.joined': {
    happen: async (scene) => {
      await otherLeads(scene)
      answered(scene)
    },
  },
  'lookup.pass': {
    need: { options: { collapse: { uncacheable: 'pass' } } },
    happen: async (scene) => {
      await otherIsAnswered(scene, ['Cache-Control', 'no-store'], 'none')
      answered(scene)
    },
  },
  'lookup.unsatisfied': { need: { fields: ['Cache-Control', 'only-if-cached'] }, happen: answered },
  'lookup.failed': { arm: failsToRead, happen: answered },
  'lookup.fatal': { need: failing, arm: failsToRead, happen: answered },
  'awaitCache on deadline.passed': { happen: storeIsLate },
  'awaitCache on deadline.joined': {
    happen: async (scene) => {
      await otherLeads(scene)
      scene.clock.advance(deadlines.store)
    },
  },
  'awaitCache on deadline.failed': { need: failing, happen: storeIsLate },
}
