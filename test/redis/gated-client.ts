import type { NodeRedisClient } from '@cachechart/adapters/redis'

type Command = readonly (string | Buffer)[]

/** A client whose commands can be held back before they are sent. */
export interface GatedClient {
  readonly client: NodeRedisClient
  /** Lets go what waits. From now on commands with a word that begins so wait; resolves when one does. */
  holdNext(word: string): Promise<void>
  /** Lets go what waits, and all that comes. */
  release(): void
}

/** A client of the `redis` package with a gate in front of it. */
export function gatedClient(client: NodeRedisClient): GatedClient {
  let gate = { word: '', seen: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() }
  // The declared shape has no commands.
  const sender = client as NodeRedisClient & {
    sendCommand(command: Command, options: object): unknown
  }
  const send = async (command: Command, options: object): Promise<unknown> => {
    const { word, seen, open } = gate
    if (word !== '' && command.some((part) => String(part).startsWith(word))) {
      seen.resolve()
      await open.promise
    }
    return sender.sendCommand(command, options)
  }
  const replaceGate = (word: string) => {
    const before = gate
    gate = { word, seen: Promise.withResolvers(), open: Promise.withResolvers() }
    before.open.resolve()
    return gate.seen.promise
  }
  // Methods of the client reach for its private members: they are called on the client itself.
  const gated = new Proxy(client, {
    get(target, name) {
      if (name === 'sendCommand') return send
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return {
    client: gated,
    holdNext: replaceGate,
    release: () => void replaceGate(''),
  }
}
