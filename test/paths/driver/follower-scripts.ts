import type { Need } from './ground.ts'
import { settle, whole, type Scene } from './scene.ts'
import type { Script, Scripts, Step } from './script.ts'

/** A follower of a refresh is one who may not be served what is stale meanwhile. RFC 9111 §5.2.1.1 */
const fieldsIn = ({ ground }: Scene): readonly string[] =>
  ground.leader === 'background' ? ['Cache-Control', 'max-age=600'] : []

const follow = (scene: Scene): void => {
  scene.store.setDelay('sync')
  scene.follow({ fields: fieldsIn(scene) })
}

const isFenced = (state: string): boolean => state.endsWith('.fenced')

/** All events from the one that fenced the flight. */
const sinceFence = ({ state, past }: Step): number =>
  isFenced(state) ? past.length - past.findLastIndex((before) => !isFenced(before)) : 0

/** A fenced flight takes nobody any more; but it may have been found before, by one who is only now to join it. */
const joins: Script = {
  wraps: sinceFence,
  happen: (scene, { state }, within) => {
    if (isFenced(state)) scene.whenTold('lookup.joined', within)
    follow(scene)
  },
}

/** So little of the beginning is kept that what has come is too much. */
const scarce: Need = { options: { collapse: { window: 2 } } }

const isPart = ({ before }: Step): boolean => before.includes('reply.combine')

const isStreaming = ({ state }: Step): boolean => state.startsWith('streaming.')

/** Those who come when a reply has come, and is told of: what follows for them has not begun yet. */
const isJustTold = (step: Step): boolean => {
  const last = step.before.at(-1) ?? ''
  return isStreaming(step) && step.past.at(-1) !== step.state && last !== 'reply.combine'
}

/** Who follows, and who leaves. */
export const followerScripts: Scripts = {
  'follower.joined': joins,
  'follower.late': {
    ...joins,
    need: (step) => (isPart(step) ? {} : scarce),
    happen: async (scene, step, within) => {
      if (step.state === 'streaming.open' && !isPart(step)) {
        scene.body?.push(whole)
        await settle()
      }
      return joins.happen(scene, step, within)
    },
  },
  'follower.left': {
    arm: (scene, step) => {
      if (isJustTold(step)) scene.whenTold(`flight ${step.before.at(-1) ?? ''}`, () => scene.unfollow())
    },
    happen: (scene, step) => {
      if (!isJustTold(step)) scene.unfollow()
    },
  },
  'leader.left': {
    arm: (scene, step) => {
      if (isComplete(step)) scene.whenTold('flight body.done', () => scene.leave())
    },
    happen: (scene, step) => {
      if (!isComplete(step)) scene.leave()
    },
  },
}

/** Once all of a body lies ready its client is done with, unless it leaves at that moment. What is put together is read on. */
const isComplete = (step: Step): boolean => step.before.at(-1) === 'body.done' && !isPart(step)
