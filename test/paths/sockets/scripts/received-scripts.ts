import type { EdgeScript, EdgeScripts } from '../edge-script.ts'
import type { Allowed, Scene } from '../scene.ts'

const asked = (...request: readonly Scene['request'][]): EdgeScript => ({
  allows: { request },
  happens: (play) => play.ask(),
})

const refreshing: Allowed = {
  request: ['background'],
  stored: ['refreshable', 'both'],
  company: ['alone'],
}

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
    allows: { ...refreshing, lease: ['none'] },
  },
  'refresh.leaseObliged': {
    ...asked('background'),
    allows: { ...refreshing, lease: ['granted', 'taken', 'failing', 'silent'] },
  },
}
