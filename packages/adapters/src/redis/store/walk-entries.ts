import type { RedisNode, RedisReply } from '../client/redis-client.ts'
import { textOf } from '../client/reply-of.ts'
import type { StoreContext } from './store-context.ts'

/** How many keys the server looks at before it answers: a bounded pause for others. */
const scanCount = '1000'

/** What MATCH would take for a pattern is taken as it is. https://redis.io/docs/latest/commands/keys/ */
const literally = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&')

/** The tags of all entries, by bounded pieces; one may come twice, and one that was added meanwhile not at all. */
export async function* entryTags({
  link,
  names,
}: StoreContext): AsyncGenerator<readonly string[], void, undefined> {
  const pattern = `${literally(names.entries)}*}`
  for (const node of await link.nodes()) {
    for await (const page of pages((cursor) => scan(node, cursor, pattern))) {
      yield page.flatMap((name) => names.tagOfEntry(textOf(name) ?? '') ?? [])
    }
  }
}

/** The tags of the keys that may have a label. */
export async function* labelledTags(
  { link, names }: StoreContext,
  label: string,
): AsyncGenerator<readonly string[], void, undefined> {
  const name = names.index(label)
  const read = (cursor: string) => link.send(name, ['ZSCAN', name, cursor, 'COUNT', '500'])
  for await (const page of pages(read)) {
    // Members and their scores take turns.
    yield page.flatMap((member, index) => (index % 2 === 0 ? (textOf(member) ?? []) : []))
  }
}

function scan(node: RedisNode, cursor: string, pattern: string): Promise<RedisReply> {
  return node.send(['SCAN', cursor, 'MATCH', pattern, 'COUNT', scanCount])
}

/** Follows a cursor to its end: https://redis.io/docs/latest/commands/scan/. */
async function* pages(
  read: (cursor: string) => Promise<RedisReply>,
): AsyncGenerator<readonly RedisReply[], void, undefined> {
  let cursor = '0'
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next begins
    const reply = await read(cursor)
    const [next, page] = Array.isArray(reply) ? (reply as readonly RedisReply[]) : []
    cursor = textOf(next) ?? '0'
    if (Array.isArray(page) && page.length > 0) yield page
  } while (cursor !== '0')
}

/** How many keys are dealt with at the same time. */
const mostAtOnce = 64

/** Does something for each, some at the same time, and adds up the answers. Stops at the first failure. */
export async function sumOver(
  pagesOfTags: AsyncIterable<readonly string[]>,
  task: (tag: string) => Promise<number>,
): Promise<number> {
  let sum = 0
  for await (const page of pagesOfTags) {
    for (let start = 0; start < page.length; start += mostAtOnce) {
      // oxlint-disable-next-line no-await-in-loop -- bounded: the next begin when these are done
      const counts = await Promise.all(page.slice(start, start + mostAtOnce).map(task))
      for (const count of counts) sum += count
    }
  }
  return sum
}
