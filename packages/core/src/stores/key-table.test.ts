import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { KeyTable } from './key-table.ts'

test('whatever the keys are, the table is what one map would be', () => {
  const url = fc.nat(300).map((page) => `https://example.com/${page}`)
  const key = fc.oneof(fc.string(), fc.constantFrom('', '__proto__', 'a'), url)
  fc.assert(
    fc.property(fc.array(fc.record({ key, place: fc.option(fc.nat()) })), (steps) => {
      const table = new KeyTable()
      const model = new Map<string, number>()
      for (const { key: name, place } of steps) {
        if (place === null) {
          table.delete(name)
          model.delete(name)
        } else {
          table.set(name, place)
          model.set(name, place)
        }
      }
      for (const { key: other } of steps) expect(table.get(other)).toBe(model.get(other))
      table.clear()
      for (const { key: other } of steps) expect(table.get(other)).toBeUndefined()
    }),
  )
})
