import { countOf } from '../client/reply-of.ts'
import { measureScript } from './purge-scripts.ts'
import { runScript } from './redis-script.ts'
import type { StoreContext } from './store-context.ts'
import { entryTags, sumOver } from './walk-entries.ts'

/** How many responses there are, and the length of their bodies, in bytes: by their records, without looking at heads. */
export async function measureEntries(
  context: StoreContext,
): Promise<{ readonly entries: number; readonly bodyBytes: number }> {
  const { barrier } = await context.ledger.read()
  // SCAN may answer a key twice.
  const seen = new Set<string>()
  let bodyBytes = 0
  const entries = await sumOver(entryTags(context), async (tag) => {
    if (seen.has(tag)) return 0
    seen.add(tag)
    context.checkOpen()
    const call = { keys: [context.names.entry(tag)], parameters: [barrier] } as const
    const reply = await runScript(context.link, measureScript, call)
    const [found = 0, length = 0] = Array.isArray(reply) ? reply.map(countOf) : []
    bodyBytes += length
    return found
  })
  return { entries, bodyBytes }
}
