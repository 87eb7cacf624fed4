import { toolScript } from './paths.mjs'

/** The arguments to Node that run jest on ES modules. */
export const jestArguments = (args = []) => [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  toolScript('jest'),
  ...args,
]
