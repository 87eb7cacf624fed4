import type { GraphPath } from '../graph-path.ts'
import { flightPaths, transactionPaths } from '../graph-paths.ts'
import { flightScripts } from './flight-scripts.ts'
import { furtherFlightPaths } from '../further-paths.ts'
import type { Walk } from './run-path.ts'
import { transactionScripts } from './transaction-scripts.ts'
import { canHappen } from './unreachable.ts'

const walkOf = (path: GraphPath): Walk =>
  path.machine === 'transaction'
    ? { path, scripts: transactionScripts }
    : {
        path,
        scripts: flightScripts,
        begin: (scene) => {
          const client = scene.sendSubject()
          if (scene.ground.leader === 'background') void client.read()
        },
      }

const endings = [...transactionPaths, ...flightPaths].filter(({ final }) => final)

/** Every path to the end of either machine that can happen, and how it is walked on the driver. */
export const drivenWalks: readonly Walk[] = [...endings.filter(canHappen), ...furtherFlightPaths].map(walkOf)

/** Every one that cannot, as if it could. */
export const barredWalks: readonly Walk[] = endings.filter((path) => !canHappen(path)).map(walkOf)

/** The paths of a machine that are walked on the driver. */
export const drivenPaths = (machine: GraphPath['machine']): readonly GraphPath[] =>
  drivenWalks.map(({ path }) => path).filter((path) => path.machine === machine)
