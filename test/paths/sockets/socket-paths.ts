import { transactionPaths } from '../graph-paths.ts'
import { drivable, type DrivablePath } from './script-of.ts'
import type { SocketFrontName } from './socket-front-name.ts'

/** All paths from the beginning to an end that can be walked over the sockets of an adapter. */
export const socketPathsOf = (front: SocketFrontName): readonly DrivablePath[] =>
  transactionPaths
    .filter(({ final }) => final)
    .map((path) => drivable(path, front))
    .filter((path) => path !== undefined)
