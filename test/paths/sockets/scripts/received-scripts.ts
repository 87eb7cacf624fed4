import type { EdgeScript, EdgeScripts } from '../edge-script.ts'
import type { Scene } from '../scene.ts'

const asked = (...request: readonly Scene['request'][]): EdgeScript => ({
  allows: { request },
  happens: (play) => play.ask(),
})

/** A request comes. */
export const receivedScripts: EdgeScripts = {
  'request.pass': asked('bypass', 'write'),
  'request.lookup': asked('plain', 'head', 'onlyStored'),
  'request.unsatisfied': {
    ...asked('impossible'),
    allows: { request: ['impossible'], body: ['whole'] },
    answer: { line: '504', from: 'store' },
  },
  'refresh.begin': {
    ...asked('background'),
    allows: { request: ['background'], stored: ['refreshable', 'both'], company: ['alone'] },
  },
}
