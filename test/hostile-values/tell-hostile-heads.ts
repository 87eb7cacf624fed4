import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { hostileHeads, poison, wrongLengths } from './hostile-heads.ts'
import type { Plant } from './plant.ts'
import { plantedGateway, type PlantedGateway } from './planted-gateway.ts'
import { storedAnew } from './stored-anew.ts'

/** The tests of heads that were planted, the same wherever they are. */
export function tellHostileHeads(openPlant: () => Plant | Promise<Plant>): void {
  let plant: Plant
  let gateway: PlantedGateway

  beforeAll(async () => {
    plant = await openPlant()
    gateway = await plantedGateway(plant.store)
  })

  afterAll(async () => {
    await gateway.close()
    await plant.close()
  })

  const cases = [...hostileHeads, ...wrongLengths].map((head, index) => ({
    ...head,
    path: `/head-${index}.`,
  }))

  describe('a planted head is a counted miss, and the origin answers in its place:', () => {
    test.each(cases)('$title', async ({ path, plant: hostile }) => {
      await gateway.ask(path)
      await plant.stored(path)
      expect((await gateway.ask(path)).head).toMatch(/^age: /im)
      expect(gateway.asked(path)).toBe(1)
      const before = plant.rejected()
      const sound = JSON.parse(await plant.headOf(path)) as Record<string, unknown> // the store wrote it
      await plant.plantHead(path, hostile(sound))

      const { head, body, text } = await gateway.ask(path)
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(body).toBe(gateway.bodyOf(path, 2))
      expect(text).not.toContain(poison)
      expect(plant.rejected()).toBeGreaterThan(before)
    })

    test.each(cases)('$title: what the origin answers is stored in its place', async ({ path }) => {
      expect(await storedAnew(gateway, path)).toBe(true)
    })
  })

  test('a planted member that nobody knows changes nothing, nor does one that is named as a prototype', async () => {
    await gateway.ask('/unknown')
    await plant.stored('/unknown')
    const sound = await plant.headOf('/unknown')
    await plant.plantHead(
      '/unknown',
      `{"__proto__":{"polluted":1},"constructor":1,"more":2,${sound.slice(1)}`,
    )
    const answer = await gateway.ask('/unknown')
    expect(answer.body).toBe(gateway.bodyOf('/unknown', 1))
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('a listing of all that is stored leaves out what is planted', async () => {
    await gateway.ask('/listed')
    await plant.stored('/listed')
    await plant.plantHead('/listed', `{"version":1,"fields":["X","${poison}"]}`)
    const keys: string[] = []
    for await (const { key } of plant.store.entries()) keys.push(key)
    expect(keys.length).toBeGreaterThan(10)
    expect(keys.filter((key) => key.endsWith('/listed'))).toEqual([])
  })

  test('what was not believed is counted in the statistics', async () => {
    const { rejectedValues, entries } = await plant.store.statistics()
    expect(rejectedValues).toBeGreaterThanOrEqual(hostileHeads.length)
    expect(entries).toBeGreaterThanOrEqual(hostileHeads.length)
  })
}
