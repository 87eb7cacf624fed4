import { describe, expect, test } from '@jest/globals'
import { Link } from './link.ts'
import type { DriverListener, RedisDriver } from './redis-driver.ts'

/** A client of a test's making, that is connected when the test says so. */
class FakeDriver implements RedisDriver {
  readonly topology = 'single'
  readonly native = {
    library: 'ioredis',
    client: { status: '', connect: async () => {}, disconnect: () => {} },
  } as const
  readonly subscribed: string[] = []
  readonly #opened = Promise.withResolvers<void>()
  #listeners: DriverListener[] = []
  #ready = false
  destroyed = 0

  isReady(): boolean {
    return this.#ready
  }

  connect(): Promise<unknown> {
    return this.#opened.promise
  }

  open(): void {
    this.#ready = true
    this.#opened.resolve()
  }

  /** Its connection is lost, or back. */
  tell(what: 'down' | 'ready'): void {
    this.#ready = what === 'ready'
    for (const listener of this.#listeners) listener[what](undefined)
  }

  send(): Promise<unknown> {
    return Promise.resolve('OK')
  }

  nodes(): Promise<readonly never[]> {
    return Promise.resolve([])
  }

  async subscribe(channel: string): Promise<void> {
    this.subscribed.push(channel)
  }

  unsubscribe(): Promise<unknown> {
    return Promise.resolve()
  }

  watch(listener: DriverListener): () => void {
    this.#listeners.push(listener)
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener)
    }
  }

  duplicate(): RedisDriver {
    throw new Error('drivers are made')
  }

  destroy(): void {
    this.destroyed += 1
  }
}

/** What is late is given the chance to have come meanwhile. */
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** A link, and the connections that it makes, in order. */
function makeLink() {
  const drivers: FakeDriver[] = []
  const make = (): FakeDriver => {
    const driver = new FakeDriver()
    drivers.push(driver)
    return driver
  }
  const link = new Link({ make, topology: 'single', commandTimeout: 1000 })
  const told: string[] = []
  link.onDown(() => told.push('down'))
  link.onReconnect(() => told.push('ready'))
  return { link, drivers, told }
}

/** The same, with both of its connections. */
async function makeListeningLink() {
  const made = makeLink()
  await turns()
  const listening = made.link.subscribe('channel', () => {})
  await turns()
  for (const driver of made.drivers) driver.open()
  await listening
  const [commands, messages] = made.drivers
  if (commands === undefined || messages === undefined) throw new Error('two were made')
  return { ...made, commands, messages }
}

describe('a link', () => {
  test('says what it leads to before it is connected, and of which client it is made once it is', async () => {
    const { link, drivers } = makeLink()
    expect(link.topology).toBe('single')
    const native = link.native()
    await turns()
    drivers[0]?.open()
    expect((await native).library).toBe('ioredis')
    await link.close()
  })

  test('tells of each connection that it is down, once, and that it is back', async () => {
    const { link, commands, messages, told } = await makeListeningLink()
    for (const driver of [commands, messages, commands]) driver.tell('down')
    expect(told).toEqual(['down', 'down'])
    commands.tell('ready')
    await turns()
    expect(told.splice(0)).toEqual(['down', 'down', 'ready'])
    messages.tell('ready')
    await turns()
    expect(told.splice(0)).toEqual(['ready'])
    messages.tell('down')
    expect(told).toEqual(['down'])
    await link.close()
  })

  test('listens to all channels on one connection, though they are asked for at the same time', async () => {
    const { link, drivers } = makeLink()
    await turns()
    const listening = Promise.all(['one', 'other'].map((channel) => link.subscribe(channel, () => {})))
    await turns()
    expect(drivers).toHaveLength(2)
    for (const driver of drivers) driver.open()
    await listening
    expect(drivers[1]?.subscribed).toEqual(['one', 'other'])
    await link.close()
    expect(drivers.map(({ destroyed }) => destroyed)).toEqual([1, 1])
  })

  test('that is closed while it connects closes what it has begun, and connects to nothing more', async () => {
    const { link, drivers, told } = makeLink()
    const sent = link.send('key', ['GET', 'key'])
    sent.catch(() => {})
    const listening = link.subscribe('channel', () => {})
    listening.catch(() => {})
    await turns()
    await link.close()
    for (const driver of drivers) driver.open()
    await expect(sent).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
    await expect(listening).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
    await turns()
    expect(drivers.map(({ destroyed }) => destroyed)).toEqual([1, 1])
    await expect(link.subscribe('channel', () => {})).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
    expect(told).toEqual([])
  })
})
