import type { Millis } from '@cachechart/core'
import { Connection, type DriverSource } from './connection.ts'
import type { DriverListener, RedisDriver } from './redis-driver.ts'

type MessageListener = (message: Buffer) => void

/** The channels that are listened to, on one connection. */
export class Subscriptions {
  readonly #connection: Connection
  readonly #listeners = new Map<string, Set<MessageListener>>()
  /** The drivers that have been told of a channel: one that was replaced is told again, one that has reconnected is not. */
  #told = new WeakMap<RedisDriver, Map<string, Promise<unknown>>>()

  constructor(source: DriverSource, patience: Millis, listener: DriverListener) {
    this.#connection = new Connection(source, patience, {
      ready: () => {
        void this.#tellAll().finally(() => listener.ready())
      },
      down: (error) => listener.down(error),
    })
  }

  async add(channel: string, listener: MessageListener): Promise<() => void> {
    const listeners = this.#listeners.get(channel) ?? new Set()
    this.#listeners.set(channel, listeners)
    listeners.add(listener)
    try {
      await this.#connection.use('SUBSCRIBE', (driver) => this.#tell(driver, channel))
    } catch (error) {
      this.#remove(channel, listener)
      throw error
    }
    return () => this.#remove(channel, listener)
  }

  close(): void {
    this.#listeners.clear()
    this.#connection.close()
  }

  #remove(channel: string, listener: MessageListener): void {
    const listeners = this.#listeners.get(channel)
    if (listeners?.delete(listener) !== true || listeners.size > 0) return
    this.#listeners.delete(channel)
    const { driver } = this.#connection
    if (driver === undefined || this.#told.get(driver)?.delete(channel) !== true) return
    // The server forgets it with the connection, if this fails.
    driver.unsubscribe(channel).catch(() => {})
  }

  async #tellAll(): Promise<void> {
    const { driver } = this.#connection
    if (driver === undefined) return
    await Promise.allSettled([...this.#listeners.keys()].map((channel) => this.#tell(driver, channel)))
  }

  #tell(driver: RedisDriver, channel: string): Promise<unknown> {
    const told = this.#told.get(driver) ?? new Map<string, Promise<unknown>>()
    this.#told.set(driver, told)
    const before = told.get(channel)
    if (before !== undefined) return before
    const subscribed = driver.subscribe(channel, (message) => {
      for (const listener of this.#listeners.get(channel) ?? []) listener(message)
    })
    told.set(channel, subscribed)
    subscribed.catch(() => told.delete(channel))
    return subscribed
  }
}
