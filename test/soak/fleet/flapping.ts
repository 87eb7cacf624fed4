import { setTimeout as pause } from 'node:timers/promises'
import type { RedisServer } from '../../servers/redis-server.ts'
import type { SlowProxy } from '../../servers/slow-proxy.ts'
import type { Chance } from '../chance.ts'

/** What becomes of the server, and of the way to it. */
export type Flap = 'killed' | 'paused' | 'cut' | 'refused' | 'frozen' | 'slow'

const shares: Readonly<Record<Flap, number>> = {
  killed: 2,
  paused: 2,
  cut: 3,
  refused: 2,
  frozen: 2,
  slow: 2,
}

/** How long all is well, and how long something is not: in milliseconds. Long enough for a breaker to close in between. */
const wellFor = [800, 3000] as const
const illFor = [50, 1000] as const

/** Has a server go away and come back, again and again, as chance has it. */
export class Flapping {
  readonly counts: Record<Flap, number> = { killed: 0, paused: 0, cut: 0, refused: 0, frozen: 0, slow: 0 }
  readonly #server: RedisServer
  readonly #proxy: SlowProxy
  readonly #chance: Chance
  readonly #stopping = new AbortController()
  #running: Promise<void> | undefined

  constructor(server: RedisServer, proxy: SlowProxy, chance: Chance) {
    this.#server = server
    this.#proxy = proxy
    this.#chance = chance
  }

  start(): void {
    this.#running ??= this.#run()
  }

  /** Resolves when the server is there, and the way to it is free. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const [well, flap, ill] = [
        this.#chance.between(...wellFor),
        this.#chance.pick(shares),
        this.#chance.between(...illFor),
      ]
      if (!(await this.#wait(well))) return
      this.counts[flap] += 1
      await this.#begin(flap)
      await this.#wait(ill)
      await this.#end(flap)
    }
  }

  /** Whether it goes on after that. */
  async #wait(millis: number): Promise<boolean> {
    const { signal } = this.#stopping
    await pause(millis, undefined, { signal }).catch(() => undefined) // it is to stop
    return !signal.aborted
  }

  async #begin(flap: Flap): Promise<void> {
    switch (flap) {
      case 'killed':
        await this.#server.kill()
        return
      case 'paused':
        this.#server.pause()
        return
      case 'cut':
        this.#proxy.cut()
        return
      case 'refused':
        this.#proxy.refuse()
        return
      case 'frozen':
        this.#proxy.freeze()
        return
      case 'slow':
        this.#proxy.delay(this.#chance.between(5, 250))
    }
  }

  async #end(flap: Flap): Promise<void> {
    switch (flap) {
      case 'killed':
        await this.#server.restartEmpty()
        return
      case 'paused':
        this.#server.resume()
        return
      case 'cut':
        return
      case 'refused':
        this.#proxy.admit()
        return
      case 'frozen':
        this.#proxy.thaw()
        return
      case 'slow':
        this.#proxy.delay(0)
    }
  }
}
