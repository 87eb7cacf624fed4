import type { Need } from './ground.ts'
import type { Script, Scripts } from './script.ts'

const sends: Script['happen'] = (scene) => {
  scene.sendSubject()
}

const refreshable: Need = { stored: 'stale', permits: ['stale-while-revalidate=600'] }

const refreshes: Script['happen'] = (scene) => void scene.sendSubject().read()

/** How a transaction begins. */
export const admissionScripts: Scripts = {
  // A method whose responses are not reused; what it changes on the origin is the reply's to say.
  'request.pass': { need: { method: 'POST' }, happen: sends },
  'request.unsatisfied': {
    need: { method: 'POST', overrides: { cacheMode: 'only-if-cached' } },
    happen: sends,
  },
  'request.lookup': {
    happen: (scene) => {
      scene.store.setDelay('manual')
      scene.sendSubject()
    },
  },
  // Somebody is served what is stale, and goes; the refresh that this has begun is what the path is about.
  'refresh.begin': { need: refreshable, happen: refreshes },
  'refresh.leaseObliged': { need: { ...refreshable, lease: 'shared' }, happen: refreshes },
}
