import { complete } from './client.ts'
import { deadlines, settle, whole, type Content, type Scene } from './scene.ts'
import type { Need } from './ground.ts'
import type { Script, Scripts, Step } from './script.ts'

/** Whether the transaction has been a follower before: what it asks the store for the second time. */
const isSecond = ({ before }: Step): boolean => before.includes('flight.landed')

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
    happen: answered,
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
  'lookup.obliged': { happen: answered },
  'lookup.joined': {
    happen: async (scene) => {
      await scene.atOnce(() => void scene.send('leader', {}, { deadlines: { reply: Infinity } }))
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
  'awaitCache on deadline.failed': { need: failing, happen: storeIsLate },
}
