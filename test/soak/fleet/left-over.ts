import { setTimeout as pause } from 'node:timers/promises'
import { createClient } from 'redis'
import { leaseLife } from '../limits.ts'

/** What a server holds when all who have used it are done. */
export interface LeftOver {
  readonly keys: number
  /** Names of keys that would stay for ever, but for the one that says how far purges have come. */
  readonly lasting: readonly string[]
  /** Names of leases that somebody has. */
  readonly held: readonly string[]
}

/** Looks until nobody has a lease, or those that nobody renews would have run out twice. */
export async function leftOver(url: string): Promise<LeftOver> {
  const client = await createClient({ url, RESP: 2 }).connect()
  try {
    const until = performance.now() + 2 * leaseLife
    for (;;) {
      const found = await look((...words) => client.sendCommand(words))
      if (found.held.length === 0 || performance.now() > until) return found
      await pause(50)
    }
  } finally {
    client.destroy()
  }
}

type Run = (...words: string[]) => Promise<unknown>

async function look(run: Run): Promise<LeftOver> {
  const names = [...new Set(await scan(run))]
  const lasting: string[] = []
  const held: string[] = []
  for (const name of names) {
    // Redis: PTTL answers -1 for a key that never expires.
    if ((await run('PTTL', name)) === -1 && !name.endsWith(':ledger')) lasting.push(name)
    if (name.includes(':lease:') && (await isHeld(run, name))) held.push(name)
  }
  return { keys: names.length, lasting, held }
}

/** A record outlives its lease, without a holder then, or with one whose time is over. */
async function isHeld(run: Run, name: string): Promise<boolean> {
  const [holder, until] = texts(await run('HMGET', name, 'h', 'u'))
  return holder !== undefined && holder !== '' && Number(until) > Date.now()
}

async function scan(run: Run): Promise<readonly string[]> {
  const found: string[] = []
  let cursor = '0'
  do {
    const answer = await run('SCAN', cursor, 'COUNT', '1000')
    const [next, names] = Array.isArray(answer) ? answer : []
    found.push(...texts(names))
    cursor = String(next)
  } while (cursor !== '0')
  return found
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((each) => String(each ?? '')) : []
