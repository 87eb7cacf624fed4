import type fc from 'fast-check'
import { findFresh } from '../laws/find-fresh.ts'
import { wishArbitrary, type Wish } from '../world/wish.ts'
import type { World } from '../world/world.ts'
import { commandOf, type StoryCommand } from './deed.ts'

const tellAsk = ({ ask }: Wish): string => {
  switch (ask) {
    case 'plain':
      return 'asks for'
    case 'head':
      return 'asks for the head of'
    case 'first bytes':
    case 'last bytes':
      return `asks for the ${ask.replace(' ', ' four ')} of`
    case 'post':
    case 'delete':
      return `sends ${ask.toUpperCase()} to`
    case 'conditional':
      return 'asks whether it has the newest version of'
    case 'authorization':
      return 'asks by name for'
    default:
      return `asks with Cache-Control: ${ask} for`
  }
}

const tellWish = (wish: Wish): string => {
  const reading = wish.reads === 'at once' ? '' : ', and takes its time to read'
  return `${tellAsk(wish)} ${wish.page} (${wish.language})${reading}`
}

/** Whether nothing keeps a request from being answered from the store at once. */
const isSimple = ({ setting, cache, disturbances }: World, { page, ask }: Wish): boolean =>
  ask === 'plain' &&
  setting.store === 'sync' &&
  setting.chunkBytes === undefined &&
  cache.storeBreaker() === 'closed' &&
  !disturbances.has(['store failure'], { page, from: 0 })

const send = (world: World, wish: Wish): string => {
  const stored = isSimple(world, wish) ? findFresh(world, wish.page, wish.language) : undefined
  const before = world.origin.questions.length
  const person = world.send(wish)
  if (stored !== undefined && (world.origin.questions.length > before || person.response === undefined))
    world.story.object(`version ${stored} is stored and fresh, and ${person.name} is not given it`)
  return `${person.name} ${tellWish(wish)}`
}

/** Somebody asks for something. */
export const sendCommand: fc.Arbitrary<StoryCommand> = wishArbitrary.map((wish) =>
  commandOf({ words: `somebody ${tellWish(wish)}`, act: (world) => send(world, wish) }),
)
