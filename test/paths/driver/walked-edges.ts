import type { GraphPath } from '../graph-path.ts'
import { edgeName } from '../graph-paths.ts'
import type { Scene } from './scene.ts'

const begins = (event: string | undefined): boolean => event?.startsWith('refresh.') === true

/** The transaction that the path is about, or that leads the flight that it is about. */
const subjectOf = (scene: Scene, { events }: GraphPath): number => {
  const isRefresh = begins(events[0]) || scene.ground.leader === 'background'
  if (!isRefresh) return scene.subject.pending.id
  return scene.transitions.find(({ event }) => begins(event))?.transaction ?? 0
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
