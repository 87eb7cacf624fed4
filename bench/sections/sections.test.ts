import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { holdings } from '../contenders/holdings.ts'
import { servings } from '../contenders/servings.ts'
import { works } from '../contenders/works.ts'
import { sections } from './sections.ts'

const comparisons = sections.flatMap((section) => section.comparisons)

test('no two sections and no two comparisons have the same name', () => {
  for (const named of [sections, comparisons]) {
    const names = named.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
  }
})

describe.each(comparisons)('$name', ({ contenders, baseline, budgets }) => {
  const names = contenders.map(({ name }) => name)

  test('its contenders have names of their own', () => {
    expect(names).toEqual([...new Set(names)])
  })

  test('its baseline and all that its promises name take part', () => {
    const others = budgets.flatMap((budget) => ('against' in budget ? [budget.against] : []))
    for (const name of [baseline, ...others, ...budgets.map(({ subject }) => subject)]) {
      expect(names).toContain(name)
    }
  })

  test('whoever has to keep a promise is of this project', () => {
    const owned = contenders.filter(({ owner }) => owner === 'project').map(({ name }) => name)
    for (const { subject } of budgets) expect(owned).toContain(subject)
  })
})

test('every server, work and holding can be loaded', async () => {
  const loaded = await Promise.all([...servings, ...works, ...holdings].map(([, load]) => load()))
  for (const contender of loaded) expect(contender).toBeInstanceOf(Function)
})

test('what sections start by its name is there', () => {
  const folder = new URL('./', import.meta.url)
  const text = readdirSync(folder)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n')
  const named = (pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '')
  const called = named(/startWork\('([^']+)'/g)
  expect(called.length).toBeGreaterThan(5)
  for (const name of [...called, ...named(/\bwork: '([^']+)'/g)]) expect([...works.keys()]).toContain(name)
  for (const name of named(/measureHolding\('([^']+)'/g)) expect([...holdings.keys()]).toContain(name)
})
