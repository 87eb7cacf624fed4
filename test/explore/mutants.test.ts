import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { explore } from '@cachechart/core/testing/machines'
import { mutants as groups } from '../mutants/mutants.ts'
import { runMutant } from '../verify/run-mutants.ts'

const mutants = groups.flatMap((group) => group.mutants)
const page = readFileSync(new URL('../../docs/model-checking.md', import.meta.url), 'utf8')
const rows = page.split('\n').map((row) => row.split('|').map((cell) => cell.trim()))

describe.each(groups.map(({ of, mutants: own }) => [of, own] as const))('the defects of %s', (_of, own) => {
  test.each(own.map((mutant) => [mutant.name, mutant] as const))(
    'stand in the page, caught: %s',
    (name, mutant) => {
      const [row, ...others] = rows.filter(([, first]) => first === name)
      expect([others, row?.[2]]).toEqual([[], mutant.seenAs ?? ''])
      expect(row?.[3]).toMatch(mutant.shows === 'statically' ? /^lint: / : /^\*\*(?!not caught)/)
    },
  )

  test.each(own.map((mutant) => [mutant.name, mutant] as const))(
    'can be brought in: %s',
    (_name, { edits }) => {
      for (const { file, from, to } of edits) {
        const text = readFileSync(new URL(`../../packages/core/src/${file}`, import.meta.url), 'utf8')
        expect([file, text.split(from).length]).toEqual([file, 2])
        expect(to).not.toBe(from)
      }
    },
  )
})

test('there are at least 25 of them, each of a name of its own', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length)
  expect(mutants.length).toBeGreaterThanOrEqual(25)
})

test('each invariant is broken by one of them', async () => {
  const caught = new Set(rows.flatMap(([, , , by]) => by?.match(/^\*\*([^*]+)\*\*/)?.slice(1) ?? []))
  const { invariants } = await explore({ clients: 1, machines: {}, worlds: ['cold'] })
  expect(invariants.map(({ name }) => name).filter((name) => !caught.has(name))).toEqual([])
})

test.each([
  ['a wake-up is lost', 'no deadlock'],
  ['header operations are applied twice', 'operations once'],
  ['a purge does not reach what is under way', 'purge holds'],
])('one is caught again here: %s', async (name, invariant) => {
  const mutant = mutants.find((each) => each.name === name)
  if (mutant === undefined) throw new TypeError(`there is no mutant "${name}"`)
  expect(await runMutant(mutant)).toMatchObject({ invariant })
})
