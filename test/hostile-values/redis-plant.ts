import { redisStore, type RedisStoreOptions } from '@cachechart/adapters/redis'
import { createClient } from 'redis'
import { startRedisServer } from '../servers/redis-server.ts'
import type { Plant } from './plant.ts'

/** Words of a command. In those that are text, `:entry`, `:body` and `:generation` stand for the names of keys. */
export type Command = readonly (string | Buffer)[]

/** Whoever else has the server's address: it writes past the store, whatever it likes. */
export interface RedisPlant extends Plant {
  run(path: string, ...words: Command): Promise<unknown>
  /** The name of the entry in Redis. */
  nameOf(path: string): Promise<string>
}

/** How long it may take until something is stored, in milliseconds. */
const patience = 5_000

/** What the names of the keys of an entry end with, beside that of its body. */
const endings = ['entry', 'generation', 'fence']

/** A store on a server of its own, and a second hand on that. */
export async function redisPlant(options: Pick<RedisStoreOptions, 'compress'> = {}): Promise<RedisPlant> {
  const server = await startRedisServer()
  const client = createClient({ url: server.url, RESP: 2 })
  client.on('error', () => undefined)
  await client.connect()
  const store = redisStore({ ...options, url: server.url })
  const entries = new Map<string, string>()
  const bodies = new Map<string, string>()

  const findEntry = async (path: string): Promise<string | undefined> => {
    if (entries.has(path)) return entries.get(path)
    for await (const names of client.scanIterator({ MATCH: 'cachechart:entry:*', COUNT: 1000 })) {
      const keys = await Promise.all(names.map((name) => client.hGet(name, 'k').catch(() => null)))
      keys.forEach((key, index) => entries.set(key === null ? '' : new URL(key).pathname, names[index] ?? ''))
    }
    return entries.get(path)
  }

  const nameOf = async (path: string): Promise<string> => {
    const began = performance.now()
    for (;;) {
      const name = await findEntry(path)
      if (name !== undefined) return name
      if (performance.now() - began > patience) throw new Error(`nothing is stored for ${path}`)
    }
  }

  /** The name of a body, also after it was removed. */
  const bodyOf = async (place: string): Promise<string> => {
    const [name = bodies.get(place) ?? ''] = await client.keys(`${place}body:*`)
    bodies.set(place, name)
    return name
  }

  const run: RedisPlant['run'] = async (path, ...words) => {
    const entry = await nameOf(path)
    const place = `${entry.replace('entry:', '')}:`
    const body = words.includes(':body') ? await bodyOf(place) : ''
    const named = (word: string) => {
      const ending = endings.find((known) => word === `:${known}`)
      if (ending === 'entry') return entry
      if (ending !== undefined) return place + ending
      return word === ':body' ? body : word
    }
    return client.sendCommand(words.map((word) => (typeof word === 'string' ? named(word) : word)))
  }

  return {
    store,
    stored: async (path) => {
      await nameOf(path)
    },
    headOf: async (path) => String(await run(path, 'HGET', ':entry', 'h:-')),
    plantHead: async (path, text) => {
      await run(path, 'HSET', ':entry', 'h:-', text)
    },
    rejected: () => store.rejectedValues,
    run,
    nameOf,
    close: async () => {
      client.destroy()
      await server.stop()
    },
  }
}
