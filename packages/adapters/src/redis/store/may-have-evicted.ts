import type { RedisNode } from '../client/redis-client.ts'
import { refusalOf } from '../client/refusal.ts'
import { textOf } from '../client/reply-of.ts'
import type { StoreContext } from './store-context.ts'

/** Whether a server may have taken keys to make room, so that an index of a label may be gone while its entries are not. */
export async function mayHaveEvicted({ link }: Pick<StoreContext, 'link'>): Promise<boolean> {
  const answers = await Promise.all((await link.nodes()).map(mayNodeHaveEvicted))
  return answers.includes(true)
}

async function mayNodeHaveEvicted(node: RedisNode): Promise<boolean> {
  try {
    const reply = await node.send(['INFO', 'memory', 'stats', 'persistence'])
    return tellsOfEvictions(textOf(reply) ?? '')
  } catch (error) {
    // Nothing is known then.
    if (refusalOf(error) === 'NOPERM') return true
    throw error
  }
}

/** What was taken before the server was restarted is not counted. https://redis.io/docs/latest/commands/info/ */
function tellsOfEvictions(text: string): boolean {
  const value = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1] ?? ''
  if (value('evicted_keys') !== '0') return true
  const wasLoaded = Number(value('rdb_last_load_keys_loaded')) > 0 || value('aof_enabled') === '1'
  return wasLoaded && value('maxmemory') !== '0' && value('maxmemory_policy') !== 'noeviction'
}
