import { deadlines, url, type Scene } from './scene.ts'
import type { Need } from './ground.ts'
import type { Script, Scripts } from './script.ts'

const leaseAnswers: Script['happen'] = (scene) => void scene.lease.answer()

/** Whatever is left of the time for the store, and for the lease, the whole of it has passed before. */
const impatient: Need = {
  overrides: { deadlines: { transaction: deadlines.transaction, store: Infinity, lease: Infinity } },
}

const noTimeLeft: Script = {
  need: impatient,
  happen: (scene) => {
    scene.clock.advance(deadlines.transaction)
  },
}

const late = (kind: 'store' | 'lease'): Script => ({
  happen: (scene: Scene) => {
    scene.clock.advance(deadlines[kind])
  },
})

/** What becomes of the question for a lease, by which one process at a time asks the origin. */
export const leaseScripts: Scripts = {
  'lease.granted': { happen: leaseAnswers },
  'lease.taken': { arm: (scene) => void scene.fetchElsewhere(), happen: leaseAnswers },
  'lease.failed': {
    arm: (scene) => {
      scene.lease.failNext()
    },
    happen: leaseAnswers,
  },
  'lease.ended': {
    happen: (scene) => {
      // The store answers what it is asked next when the path says so.
      scene.store.setDelay('manual')
      scene.endElsewhere()
    },
  },
  'purge.noted': {
    happen: (scene) => {
      scene.store.setDelay('manual')
      void scene.cache.purge({ url })
      // The store has purged by the time at which it is asked again.
      scene.store.release(scene.store.held.filter(({ operation }) => operation === 'purge').length)
    },
  },
  'awaitLease.asked on deadline.passed': late('store'),
  'awaitLease.parked on deadline.passed': late('lease'),
  'awaitLease.background on deadline.passed': late('lease'),
  'awaitLease.asked on deadline.failed': noTimeLeft,
  'awaitLease.parked on deadline.failed': noTimeLeft,
}
