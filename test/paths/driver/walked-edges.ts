import type { GraphPath } from '../graph-path.ts'
import { edgeName } from '../graph-paths.ts'
import type { Scene } from './scene.ts'

/** The transaction that the path is about, or that leads the flight that it is about. */
const subjectOf = (scene: Scene, { events }: GraphPath): number => {
  const isRefresh = events[0] === 'refresh.begin' || scene.ground.leader === 'background'
  if (!isRefresh) return scene.subject.pending.id
  return scene.transitions.find(({ event }) => event === 'refresh.begin')?.transaction ?? 0
}

/** The edges that it has walked, or that its flight has, in order. */
export const walkedEdges = (scene: Scene, path: GraphPath): string[] => {
  const subject = subjectOf(scene, path)
  const steps =
    path.machine === 'transaction'
      ? scene.transitions.filter(({ transaction }) => transaction === subject)
      : scene.flightTransitions.filter(({ leader }) => leader === subject)
  return steps.map(({ from, event }) => edgeName(from, event))
}
