import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isWholeOrBroken } from './is-whole-or-broken.ts'
import { plantedGateway, type PlantedGateway } from './planted-gateway.ts'
import { sqlitePlant, type SqlitePlant } from './sqlite-plant.ts'
import { storedAnew } from './stored-anew.ts'

const here = 'WHERE id = :entry'
const lengths = 'UPDATE entry SET length ='
const cut = 'UPDATE chunk SET bytes ='
const chunk = (number: number) => `WHERE id = (:body << 24) + ${number}`
const shortened = 'CAST(substr(bytes, 1, 3) AS BLOB)'
const doubled = 'CAST(bytes || bytes AS BLOB)'

describe('in a SQLite file, around a sound head', () => {
  let plant: SqlitePlant
  let gateway: PlantedGateway

  beforeAll(async () => {
    plant = sqlitePlant()
    gateway = await plantedGateway(plant.store)
  })

  afterAll(async () => {
    await gateway.close()
    await plant.close()
  })

  /** A path of its own, under which something is stored. */
  const storedPath = async (kind: 'short' | 'long', title: string): Promise<string> => {
    const path = `/${kind}-${title.replaceAll(' ', '-')}.`
    await gateway.ask(path)
    await plant.stored(path)
    return path
  }

  const wrongBodies: readonly (readonly [title: string, sql: string])[] = [
    ['too short', `${cut} ${shortened} ${chunk(0)}`],
    ['empty', `${cut} x'' ${chunk(0)}`],
    ['too long', `${cut} ${doubled} ${chunk(0)}`],
    ['said to be longer', `${lengths} length + 1 ${here}`],
    ['said to be shorter', `${lengths} length - 1 ${here}`],
    ['said to be empty', `${lengths} 0 ${here}`],
    ['said to be longer than a number can tell', `${lengths} 9223372036854775807 ${here}`],
    ['said to be larger than any disk', `${lengths} 9007199254740991 ${here}`],
  ]

  test.each(wrongBodies)(
    'a body that is %s is a counted miss, and the origin answers',
    async (title, sql) => {
      const path = await storedPath('short', title)
      const before = plant.rejected()
      plant.change(path, sql)
      expect((await gateway.ask(path)).body).toBe(gateway.bodyOf(path, 2))
      expect(plant.rejected()).toBeGreaterThan(before)
      expect(await storedAnew(gateway, path)).toBe(true)
    },
  )

  test.each([
    ['is gone', `DELETE FROM chunk ${chunk(0)}`],
    ['was never there', `UPDATE entry SET body = 12345678 ${here}`],
  ])('a body that %s is a miss, and the origin answers', async (title, sql) => {
    const path = await storedPath('short', title)
    plant.change(path, sql)
    expect((await gateway.ask(path)).body).toBe(gateway.bodyOf(path, 2))
    expect(await storedAnew(gateway, path)).toBe(true)
  })

  const begunWrong: readonly (readonly [title: string, sql: string])[] = [
    ['begins with nothing', `DELETE FROM chunk ${chunk(0)}`],
    ['begins with too little', `${cut} ${shortened} ${chunk(0)}`],
    ['begins with too much', `${cut} ${doubled} ${chunk(0)}`],
  ]

  const wrongMidway: readonly (readonly [title: string, sql: string])[] = [
    ['has a gap', `DELETE FROM chunk ${chunk(7)}`],
    ['ends early', `DELETE FROM chunk ${chunk(15)}`],
    ['has a piece that is too short', `${cut} ${shortened} ${chunk(7)}`],
    ['has a piece that is too long', `${cut} ${doubled} ${chunk(7)}`],
    ['is said to have one more', `${lengths} length + 65536 ${here}`],
    ['is said to have one less', `${lengths} length - 65536 ${here}`],
  ]

  test.each([...begunWrong, ...wrongMidway])(
    'a large body that %s is not taken for whole by anyone',
    async (title, sql) => {
      const path = await storedPath('long', title)
      plant.change(path, sql)
      expect(isWholeOrBroken(await gateway.ask(path), gateway.bodyOf(path, 2))).toBe(true)
    },
  )

  test.each([...begunWrong, ...wrongMidway])(
    'a large body that %s is asked for anew, and stored',
    async (title, sql) => {
      const path = await storedPath('long', `${title} anew`)
      plant.change(path, sql)
      await gateway.ask(path)
      expect(await storedAnew(gateway, path)).toBe(true)
    },
  )

  const wrongColumns: readonly (readonly [title: string, sql: string])[] = [
    ['a selection that is none', `UPDATE entry SET selection = '[[' ${here}`],
    ['labels that are none', `UPDATE entry SET labels = '{"__proto__":1}' ${here}`],
    ['labels of lists', `UPDATE entry SET labels = '[[[["x"]]]]' ${here}`],
    ['a date beyond all', `UPDATE entry SET date = 9e999 ${here}`],
    ['an order that a number can just tell', `UPDATE entry SET placed = -9007199254740991 ${here}`],
    ['more uses than a number can tell', `UPDATE entry SET uses = 9223372036854775807 ${here}`],
    ['an order beyond a number', `UPDATE entry SET placed = -9223372036854775808 ${here}`],
    ['fewer uses than none', `UPDATE entry SET uses = -5 ${here}`],
    ['a use beyond the calendar', `UPDATE entry SET used_at = -9e999 ${here}`],
  ]

  test.each(wrongColumns)(
    'a sound head beside %s is answered, stored again and removed',
    async (title, sql) => {
      const path = await storedPath('short', title)
      plant.change(path, sql)
      const { body } = await gateway.ask(path)
      expect(body).toBe(gateway.bodyOf(path, gateway.asked(path)))
      await gateway.ask(path, 'Cache-Control: no-cache\r\n')
      expect(await storedAnew(gateway, path)).toBe(true)
      for await (const { key } of plant.store.entries()) if (key.endsWith(path)) await plant.store.delete(key)
      const count = gateway.asked(path)
      expect((await gateway.ask(path)).body).toBe(gateway.bodyOf(path, count + 1))
    },
  )
})
