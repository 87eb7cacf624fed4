import { complete } from './client.ts'
import { deadlines, secondHalf, settle, whole, type Scene } from './scene.ts'
import type { Script, Scripts, Step } from './script.ts'

/** What the origin sends of the body on which the delivery depends. */
const textOf = ({ before }: Step): string => (before.includes('reply.combine') ? secondHalf : whole)

/** A response without a body is delivered with its head: who leaves then leaves while it is being told. */
const isBodiless = ({ before }: Step): boolean => {
  const last = before.at(-1) ?? ''
  return last.endsWith('.unsatisfied') || last === 'reply.expire'
}

const leaveWhileTold: NonNullable<Script['arm']> = (scene, step) => {
  if (isBodiless(step)) scene.whenTold(step.before.at(-1) ?? '', () => scene.leave())
}

/** The client takes nothing, while the origin sends what it has: it is the client who is late. */
const clientIsLate = async (scene: Scene, step: Step): Promise<void> => {
  const text = textOf(step)
  for (const piece of [text.slice(0, 2), text.slice(2, 4)]) {
    scene.body?.push(piece)
    await settle()
    scene.clock.advance(deadlines.body * 0.6)
    await settle()
  }
}

/** How a delivery ends. */
export const deliveryScripts: Scripts = {
  'delivery.done': {
    happen: async (scene, step) => {
      if (scene.body !== undefined) complete(scene.body, textOf(step))
      await settle()
      void scene.subject.read()
    },
  },
  'delivery.failed': {
    happen: async (scene) => {
      if (scene.body === undefined) scene.store.failNext('read')
      else scene.body.fail(new Error('the connection was reset'))
      await settle()
      void scene.subject.read()
    },
  },
  'delivering on deadline.failed': { happen: clientIsLate },
  'client.gone': {
    arm: leaveWhileTold,
    happen: (scene, step) => {
      if (!isBodiless(step)) scene.leave()
    },
  },
}
