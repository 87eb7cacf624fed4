import type { GraphPath } from '../graph-path.ts'
import { groundFor } from './ground.ts'
import { Scene, settle } from './scene.ts'
import { needOf, scriptOf, stepsOf, type Script, type Scripts, type Step } from './script.ts'
import { storeSomething } from './store-something.ts'

/** A path and how to walk it. */
export interface Walk {
  readonly path: GraphPath
  readonly scripts: Scripts
  /** What begins it, where its first event is not the beginning. */
  readonly begin?: (scene: Scene) => void | Promise<unknown>
}

interface Cue {
  readonly step: Step
  readonly script: Script
}

/** Walks a path on the driver: one script after the other, on the ground that all of them together need. */
export const runPath = async ({ path, scripts, begin }: Walk): Promise<Scene> => {
  const cues = stepsOf(path).map((step) => ({ step, script: scriptOf(scripts, step) }))
  const scene = new Scene(groundFor(cues.map(({ step, script }) => needOf(script, step))))
  await storeSomething(scene)
  cues[0]?.script.arm?.(scene, cues[0].step)
  await begin?.(scene)
  await walk(scene, cues)
  return scene
}

/** A cue, and those that it wraps. */
interface Turn extends Cue {
  readonly next: Cue | undefined
  readonly within: readonly Cue[]
}

/** The cues in the order of their beginning. The last one that wraps others takes them along, and whatever these wrap. */
const turnsOf = (cues: readonly Cue[]): readonly Turn[] => {
  const wrapping = cues.findLastIndex(({ step, script }) => (script.wraps?.(step) ?? 0) > 0)
  const cue = cues[wrapping]
  const first = cue === undefined ? wrapping : wrapping - (cue.script.wraps?.(cue.step) ?? 0)
  return cues.flatMap((each, at) => {
    if (at >= first && at < wrapping) return []
    return [{ ...each, next: cues[at + 1], within: at === wrapping ? cues.slice(first, wrapping) : [] }]
  })
}

const walk = async (scene: Scene, cues: readonly Cue[]): Promise<void> => {
  for (const { step, script, next, within } of turnsOf(cues)) {
    next?.script.arm?.(scene, next.step)
    await script.happen(scene, step, () => walkAtOnce(scene, within))
    await settle()
  }
}

/** The same within one turn of the cache. */
const walkAtOnce = (scene: Scene, cues: readonly Cue[]): void => {
  for (const { step, script, within } of turnsOf(cues)) {
    void script.happen(scene, step, () => walkAtOnce(scene, within))
  }
}
