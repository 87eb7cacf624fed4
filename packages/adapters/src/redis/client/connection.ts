import { StoreError, type Millis } from '@cachechart/core'
import { AwaitedReplies } from './awaited-replies.ts'
import { backoffDelay } from './backoff-delay.ts'
import type { DriverListener, DriverNode, RedisDriver } from './redis-driver.ts'
import { storeErrorOf } from './refusal.ts'

/** A driver that others own, or a way to make one after the other. */
export type DriverSource =
  { readonly driver: RedisDriver } | { readonly make: () => RedisDriver | Promise<RedisDriver> }

/** How soon a cluster's client may be replaced again, at most; it is between half of that and all. */
const restBetweenReplacements: Millis = 5_000

/**
 * Keeps one driver connected. One that was made here is replaced when it goes silent, or could not connect; what is sent while
 * there is no connection fails at once, but for the first: that is waited for.
 */
export class Connection {
  readonly #source: DriverSource
  readonly #listener: DriverListener
  readonly #replies: AwaitedReplies
  readonly #patience: Millis
  readonly #first: PromiseWithResolvers<void> = Promise.withResolvers()
  #driver: RedisDriver | undefined
  /** The present driver, and one that is to take its place; each with the way not to listen to it any more. */
  readonly #watches = new Map<RedisDriver, () => void>()
  #state: 'connecting' | 'up' | 'down' | 'closed' = 'connecting'
  #attempt = 0
  #retry: NodeJS.Timeout | undefined
  #nextReplacement = 0
  #lastError: unknown

  constructor(source: DriverSource, patience: Millis, listener: DriverListener) {
    this.#source = source
    this.#patience = patience
    this.#listener = listener
    this.#replies = new AwaitedReplies(patience, () => this.#suspect())
    this.#start()
  }

  get driver(): RedisDriver | undefined {
    return this.#driver
  }

  /** Lets the driver do something, in time; or fails at once. */
  use<Answer>(name: string, task: (driver: RedisDriver) => Promise<Answer>): Promise<Answer> {
    const driver = this.#driver
    if (this.#state === 'up' && driver?.isReady() === true) return this.#run(name, () => task(driver))
    if (this.#state !== 'connecting') return Promise.reject(this.#notConnected(name))
    const connected = this.#first.promise.then(() => {
      const ready = this.#driver
      if (this.#state !== 'up' || ready === undefined) throw this.#notConnected(name)
      return task(ready)
    })
    return this.#run(name, () => connected)
  }

  /** In time, a command for one of its servers. */
  ask(node: DriverNode, command: Parameters<DriverNode['send']>[0]): Promise<unknown> {
    return this.#run(String(command[0]), () => node.send(command))
  }

  close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#first.resolve()
    clearTimeout(this.#retry)
    this.#replies.close()
    this.#driver = undefined
    for (const driver of this.#watches.keys()) this.#letGo(driver)
  }

  #run<Answer>(name: string, task: () => Promise<Answer>): Promise<Answer> {
    let answer: Promise<Answer>
    try {
      answer = task()
    } catch (error) {
      return Promise.reject(storeErrorOf(name, error))
    }
    return this.#replies.await(name, answer).catch((error: unknown) => {
      // A cluster's client stumbles over slots that nobody had when it asked who has them. It does not ask again.
      if (error instanceof TypeError) this.#suspect()
      throw storeErrorOf(name, error)
    })
  }

  #notConnected(name: string): StoreError {
    if (this.#state === 'closed')
      return new StoreError('ERR_STORE_CLOSED', `${name} was sent to Redis after close()`)
    const message = `${name} was not sent: there is no connection to Redis`
    return new StoreError('ERR_STORE_FAILED', message, { cause: this.#lastError })
  }

  #start(): void {
    if ('driver' in this.#source) {
      this.#adopt(this.#source.driver)
      return
    }
    const { make } = this.#source
    void Promise.resolve()
      .then(make)
      .then(
        (driver) => this.#adopt(driver),
        (error: unknown) => this.#failed(error),
      )
  }

  #adopt(driver: RedisDriver): void {
    // A cluster's client serves until another can: most of its servers may be well.
    if (this.#driver?.topology !== 'cluster') this.#take(driver)
    // A cluster's servers are ready one by one: the first time all are waited for.
    let stage: 'connecting' | 'connected' = 'connecting'
    const unwatch = driver.watch({
      ready: () => {
        if (stage === 'connected') this.#ready(driver)
      },
      down: (error) => this.#down(driver, error),
    })
    this.#watches.set(driver, unwatch)
    if (this.#state === 'closed') {
      this.#letGo(driver)
      return
    }
    driver.connect().then(
      () => {
        stage = 'connected'
        this.#ready(driver)
      },
      (error: unknown) => {
        if (!this.#watches.has(driver)) return
        // A client that others own may still be connected, by them.
        stage = 'connected'
        if ('make' in this.#source) this.#letGo(driver)
        this.#failed(error)
      },
    )
  }

  /** From now on it is the one. */
  #take(driver: RedisDriver | undefined): void {
    const before = this.#driver
    this.#driver = driver
    if (before === undefined || before === driver) return
    if (before.topology === 'single') this.#letGo(before)
    else this.#retire(before)
  }

  /** Others of a cluster's servers may still be answering. */
  #retire(driver: RedisDriver): void {
    this.#watches.get(driver)?.()
    this.#watches.set(driver, driver.watch({ ready: () => {}, down: () => {} }))
    setTimeout(() => this.#letGo(driver), this.#patience).unref()
  }

  #ready(driver: RedisDriver): void {
    if (!this.#watches.has(driver)) return
    this.#take(driver)
    const before = this.#state
    this.#state = 'up'
    this.#attempt = 0
    this.#first.resolve()
    if (before !== 'connecting') this.#listener.ready()
  }

  #down(driver: RedisDriver, error: unknown): void {
    if (error !== undefined) this.#lastError = error
    if (this.#state === 'closed' || this.#driver !== driver) return
    // A cluster's other servers go on.
    if (driver.topology === 'single') {
      this.#state = 'down'
      this.#first.resolve()
    }
    this.#listener.down(error)
  }

  #failed(error: unknown): void {
    this.#lastError = error
    if (this.#state === 'closed') return
    if (this.#state === 'connecting') this.#state = 'down'
    this.#first.resolve()
    if ('driver' in this.#source) return
    this.#retry = setTimeout(() => this.#start(), backoffDelay(this.#attempt)).unref()
    this.#attempt += 1
  }

  /** A server that does not answer, and does not close the connection either, is left. */
  #suspect(): void {
    const driver = this.#driver
    // Who connects has a patience of its own.
    if (this.#state !== 'up' || driver === undefined || 'driver' in this.#source) return
    const now = performance.now()
    if (driver.topology === 'single' && !this.#replies.isSilent) return
    if (driver.topology === 'cluster' && now < this.#nextReplacement) return
    if (this.#watches.size > 1) return
    // Not all processes of a fleet at the same time.
    this.#nextReplacement = now + restBetweenReplacements * (0.5 + Math.random() / 2)
    this.#lastError = new StoreError(
      'ERR_STORE_TIMEOUT',
      'a Redis server has gone silent, or its place is not known',
    )
    if (driver.topology === 'single') {
      this.#state = 'down'
      this.#take(undefined)
    }
    this.#listener.down(this.#lastError)
    this.#start()
  }

  #letGo(driver: RedisDriver): void {
    this.#watches.get(driver)?.()
    this.#watches.delete(driver)
    if ('driver' in this.#source) return
    // What it does still is of no interest; but an `error` that nobody listens to would end the process.
    driver.watch({ ready: () => {}, down: () => {} })
    driver.destroy()
  }
}
