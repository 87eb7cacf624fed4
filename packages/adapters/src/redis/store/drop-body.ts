import { textOf } from '../client/reply-of.ts'
import type { LostBody } from './body-pieces.ts'
import { dropBodyScript } from './purge-scripts.ts'
import { runScript } from './redis-script.ts'
import { bodyGrace, type StoreContext } from './store-context.ts'

/** Whose body it is, and what was seen of it. */
interface DropTask {
  readonly key: string
  readonly id: string
  readonly loss: LostBody
}

/**
 * Removes the variant whose body cannot be read to its end: each who finds it would be cut off. One that has taken its place has
 * another body, and stays. Counted is what others have damaged; a body may also have run out, or have been evicted.
 */
export async function dropBody(context: StoreContext, { key, id, loss }: DropTask): Promise<void> {
  const { link, names, reject } = context
  const tag = names.tagOf(key)
  if (loss.seen === 'another value') reject(key, loss.reason)
  const reply = await runScript(link, dropBodyScript, {
    keys: [names.entry(tag), names.body(tag, id)],
    parameters: [id, bodyGrace],
  })
  if (loss.seen === 'nothing' && textOf(reply) === 'damaged') reject(key, loss.reason)
}
