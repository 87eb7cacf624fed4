import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeWithRedis } from '../servers/describe-with-redis.ts'
import { isWholeOrBroken } from './is-whole-or-broken.ts'
import { plantedGateway, type PlantedGateway } from './planted-gateway.ts'
import { redisPlant, type Command, type RedisPlant } from './redis-plant.ts'
import { storedAnew } from './stored-anew.ts'

type Case = readonly [title: string, ...commands: readonly Command[]]

const digits = '9'.repeat(400)
const ledger = 'cachechart:{purges}:ledger'
const manyVariants = `
for index = 1, 10000 do redis.call('HSET', KEYS[1], 'm:' .. index, 'POISON') end
return redis.call('HDEL', KEYS[1], 'h:-')`

describeWithRedis('in Redis, around a sound head', () => {
  let plant: RedisPlant
  let gateway: PlantedGateway

  beforeAll(async () => {
    plant = await redisPlant()
    gateway = await plantedGateway(plant.store)
  })

  afterAll(async () => {
    await gateway.close()
    await plant.close()
  })

  /** A path of its own, under which something is stored that is then tampered with. */
  const tampered = async (kind: 'short' | 'long', [title, ...commands]: Case): Promise<string> => {
    const path = `/${kind}-${title.replaceAll(' ', '-')}.`
    await gateway.ask(path)
    await plant.stored(path)
    for (const command of commands) await plant.run(path, ...command)
    return path
  }

  const wrongEntries: readonly Case[] = [
    ['a text in place of an entry', ['DEL', ':entry'], ['SET', ':entry', 'POISON']],
    ['a list in place of an entry', ['DEL', ':entry'], ['LPUSH', ':entry', 'POISON']],
    ['a set in place of an entry', ['DEL', ':entry'], ['ZADD', ':entry', '1', 'POISON']],
    ['a stream in place of an entry', ['DEL', ':entry'], ['XADD', ':entry', '*', 'm:-', 'POISON']],
    ['the name of another key in an entry', ['HSET', ':entry', 'k', 'http://elsewhere.example/']],
    ['no name of a key in an entry', ['HDEL', ':entry', 'k']],
    ['no head', ['HDEL', ':entry', 'h:-']],
    ['no body', ['HDEL', ':entry', 'b:-']],
    ['an empty body', ['HSET', ':entry', 'b:-', '']],
    ['a body that is too short', ['HSET', ':entry', 'b:-', 'x']],
    ['a body that is too long', ['HSET', ':entry', 'b:-', 'x'.repeat(1_000)]],
    ['a body of a megabyte', ['HSET', ':entry', 'b:-', 'x'.repeat(1_000_000)]],
    ['ten thousand variants that are none', ['EVAL', manyVariants, '1', ':entry']],
  ]

  test.each(wrongEntries)('%s is a counted miss, and the origin answers', async (...row) => {
    const before = plant.rejected()
    const path = await tampered('short', row)
    const { body, text } = await gateway.ask(path)
    expect(body).toBe(gateway.bodyOf(path, 2))
    expect(text).not.toContain('POISON')
    expect(plant.rejected()).toBeGreaterThan(before)
    expect(await storedAnew(gateway, path)).toBe(true)
  })

  const wrongRecords: readonly (readonly [title: string, wrong: (sound: string) => string])[] = [
    ['that is empty', () => ''],
    ['that is none', () => 'POISON'],
    ['of another version', (sound) => sound.replace(/^1/, '2')],
    ['with a number beyond all', (sound) => sound.replace(/^1 \d+/, `1 ${digits}`)],
    ['with numbers below zero', (sound) => sound.replaceAll(/ (?=\d)/g, ' -')],
    ['of a coding that nobody knows', (sound) => sound.replace('identity', 'rot13')],
    ['of a longer body', (sound) => sound.replace(/\d+ identity/, '777 identity')],
    ['of too few pieces', (sound) => sound.replace(/\d+ identity 0/, '999999 identity 1')],
    ['of a body of another key', (sound) => sound.replace(/(?<= )[\w-]{16}(?= )/, 'x}:y')],
  ]

  test.each(wrongRecords)('a record %s is a counted miss, and the origin answers', async (title, wrong) => {
    const path = await tampered('short', [`record ${title}`])
    const before = plant.rejected()
    const sound = String(await plant.run(path, 'HGET', ':entry', 'm:-'))
    expect(wrong(sound)).not.toBe(sound)
    await plant.run(path, 'HSET', ':entry', 'm:-', wrong(sound))
    expect((await gateway.ask(path)).body).toBe(gateway.bodyOf(path, 2))
    expect(plant.rejected()).toBeGreaterThan(before)
    expect(await storedAnew(gateway, path)).toBe(true)
  })

  test('an entry that was moved to another key is not taken for that key’s', async () => {
    const one = await tampered('short', ['moved'])
    const from = Buffer.from(await plant.nameOf(one))
    const other = await tampered('short', ['overwritten', ['RENAME', from, ':entry']])
    expect((await gateway.ask(other)).body).toBe(gateway.bodyOf(other, 2))
  })

  const begunWrong: readonly Case[] = [
    ['is gone', ['DEL', ':body']],
    ['begins with nothing', ['HDEL', ':body', '0']],
    ['begins with too little', ['HSET', ':body', '0', 'x']],
    ['begins with too much', ['HSET', ':body', '0', 'x'.repeat(3_000_000)]],
  ]

  const wrongMidway: readonly Case[] = [
    ['is of another type', ['DEL', ':body'], ['SET', ':body', 'POISON']],
    ['has a gap', ['HDEL', ':body', '3']],
    ['ends early', ['HDEL', ':body', '7']],
    ['has a piece that is too short', ['HSET', ':body', '3', 'x']],
    ['has an empty piece', ['HSET', ':body', '3', '']],
    ['has a piece that is too long', ['HSET', ':body', '3', 'x'.repeat(3_000_000)]],
  ]

  test.each([...begunWrong, ...wrongMidway])(
    'a large body that %s is not taken for whole by anyone',
    async (...row) => {
      const path = await tampered('long', row)
      expect(isWholeOrBroken(await gateway.ask(path), gateway.bodyOf(path, 2))).toBe(true)
    },
  )

  test.each([...begunWrong, ...wrongMidway])(
    'a large body that %s is asked for anew, and stored',
    async (title, ...commands) => {
      const before = plant.rejected()
      const path = await tampered('long', [`${title} anew`, ...commands])
      await gateway.ask(path)
      expect(await storedAnew(gateway, path)).toBe(true)
      // What has gone as a whole may have run out, or have been evicted.
      expect(plant.rejected() > before).toBe(title !== 'is gone')
    },
  )

  const wrongSurroundings: readonly Case[] = [
    ['a text in place of the ledger', ['DEL', ledger], ['SET', ledger, 'POISON']],
    ['a ledger without numbers', ['HSET', ledger, 'sequence', 'x', 'floor', 'y', 'barrier', 'z']],
    ['a ledger of numbers beyond all', ['HSET', ledger, 'sequence', digits]],
    ['a ledger of numbers that are infinite', ['HSET', ledger, 'sequence', 'inf', 'floor', 'nan']],
    ['a ledger of numbers below all', ['HSET', ledger, 'sequence', '-1', 'floor', '-1', 'barrier', '-1']],
    ['a ledger that has no next number', ['HSET', ledger, 'sequence', '9007199254740991']],
    ['a ledger that refuses what comes', ['HSET', ledger, 'floor', '8999999999999999']],
    ['a ledger that hides what comes', ['HSET', ledger, 'barrier', '8999999999999999']],
    ['a ledger that was thrown back', ['HSET', ledger, 'sequence', '5']],
    ['a ledger whose past is none', ['HSET', ledger, 'checkpoints', 'POISON']],
    [
      'a ledger whose past is to come',
      ['HSET', ledger, 'checkpoints', '1 8999999999999999 1 8999999999999999'],
    ],
    ['a ledger with half of its members', ['HDEL', ledger, 'floor']],
    ['a list in place of the purges of a key', ['LPUSH', ':generation', 'x']],
    ['a word in place of the purges of a key', ['SET', ':generation', 'POISON']],
    ['an infinite number of purges of a key', ['SET', ':generation', 'inf']],
    ['more purges of a key than a number can tell', ['SET', ':generation', digits]],
    ['a text in place of the leases of a key', ['SET', ':fence', 'POISON']],
  ]

  test.each(wrongSurroundings)('%s: it is answered, and stored and purged again', async (...row) => {
    const path = await tampered('short', row)
    const { body } = await gateway.ask(path)
    expect(body).toBe(gateway.bodyOf(path, gateway.asked(path)))
    await gateway.ask(path, 'Cache-Control: no-cache\r\n')
    expect(await storedAnew(gateway, path)).toBe(true)
    const count = gateway.asked(path)
    await plant.store.purge({ type: 'all' }, 'remove')
    expect((await gateway.ask(path)).body).toBe(gateway.bodyOf(path, count + 1))
  })
})

describeWithRedis('in a Redis store that compresses', () => {
  test('a body that unpacks to far more than was announced is not unpacked', async () => {
    const plant = await redisPlant({ compress: 'gzip' })
    const gateway = await plantedGateway(plant.store)
    try {
      const path = '/long-bomb.'
      await gateway.ask(path)
      await plant.stored(path)
      const before = plant.rejected()
      const bomb = gzipSync(Buffer.alloc(100_000_000))
      await plant.run(path, 'HSET', ':body', '0', bomb)
      const began = process.memoryUsage().rss
      expect((await gateway.ask(path)).body === gateway.bodyOf(path, 2)).toBe(true)
      expect(process.memoryUsage().rss - began).toBeLessThan(50_000_000)
      expect(plant.rejected()).toBeGreaterThan(before)
    } finally {
      await gateway.close()
      await plant.close()
    }
  })
})
