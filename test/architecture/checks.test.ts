import { describe, expect, test } from '@jest/globals'
import { checkDependencies } from './check-dependencies.ts'
import { checkForm, lengthPercentile } from './check-form.ts'
import { checkLayers } from './check-layers.ts'
import { checkPurity } from './check-purity.ts'
import { checkSignatures } from './check-signatures.ts'

describe('an import against the layer table', () => {
  test.each([
    ['an outer layer', 'core/src/http/a.ts', `import { b } from '../policy/b.ts'`],
    ['a type of an outer layer', 'core/src/policy/a.ts', `import type { B } from '../engine/b.ts'`],
    ['an inline type of an outer layer', 'core/src/http/a.ts', `export type A = import('../policy/b.ts').B`],
    ['a value where only types are permitted', 'core/src/machine/a.ts', `import { b } from '../policy/b.ts'`],
    ['a re-export of an outer layer', 'core/src/engine/a.ts', `export { b } from '../driver/b.ts'`],
    ['a platform module', 'core/src/driver/a.ts', `import { readFileSync } from 'node:fs'`],
    ['a dynamic import', 'core/src/stores/a.ts', `export const a = () => import('undici')`],
    ['another adapter', 'adapters/src/fetch/a.ts', `import { b } from '../node/b.ts'`],
    ['an import for its side effects', 'core/src/policy/a.ts', `import '../machine/b.ts'`],
    ['a folder that the table does not know', 'core/src/elsewhere/a.ts', `export const a = 1`],
  ])('is refused: %s', (_, path, text) => {
    expect(checkLayers({ path: `packages/${path}`, text })).toHaveLength(1)
  })

  test.each([
    ['an inner layer', 'core/src/policy/a.ts', `import { b } from '../http/b.ts'`],
    ['its own layer', 'core/src/http/a.ts', `import { b } from './deeper/b.ts'`],
    ['a type where types are permitted', 'core/src/machine/a.ts', `import type { B } from '../policy/b.ts'`],
    ['a subpath of a permitted package', 'cli/src/a.ts', `import { b } from '@cachechart/adapters/node'`],
    ['anything, in a test', 'core/src/http/a.test.ts', `import { b } from '../engine/b.ts'`],
  ])('is accepted: %s', (_, path, text) => {
    expect(checkLayers({ path: `packages/${path}`, text })).toEqual([])
  })

  test('is reported with file, line, layer and what was imported', () => {
    const text = `export const a = 1\nimport type { B } from '../engine/b.ts'\n`
    expect(checkLayers({ path: 'packages/core/src/http/a.ts', text })).toEqual([
      'packages/core/src/http/a.ts:2: core/http may not import a type from ../engine/b.ts',
    ])
  })
})

describe('a pure layer', () => {
  test.each([
    'export const now = () => Date.now()',
    'export const now = () => new Date()',
    'export const now = () => Date()',
    'export const chance = Math.random',
    'export async function wait() {}',
    'export const wait = async () => {}',
  ])('is refused %s', (text) => {
    expect(checkPurity({ path: 'packages/core/src/engine/a.ts', text })).toHaveLength(1)
  })

  test('may turn a given moment into a date', () => {
    const text = 'export const format = (now: number) => new Date(now).toUTCString()'
    expect(checkPurity({ path: 'packages/core/src/http/a.ts', text })).toEqual([])
  })

  test('is judged alone: the driver waits as it must', () => {
    expect(
      checkPurity({ path: 'packages/core/src/driver/a.ts', text: 'export async function wait() {}' }),
    ).toEqual([])
  })
})

describe('a boolean parameter', () => {
  test.each([
    'export function purge(soft: boolean) {}',
    'export const purge = (soft = false) => {}',
    'export type Purge = (key: string, soft?: boolean) => void',
    'export interface Cache { purge(soft: boolean): void }',
    'export class Cache { purge(soft: boolean) {} }',
  ])('is refused in %s', (text) => {
    expect(checkSignatures({ path: 'packages/core/src/driver/a.ts', text })).toHaveLength(1)
  })

  test.each([
    [
      'a named option',
      'export function purge(options: { readonly soft: boolean }): boolean { return options.soft }',
    ],
    ['what a setter is given', 'export class Purge { set soft(soft: boolean) {} }'],
  ])('is not %s', (_what, text) => {
    expect(checkSignatures({ path: 'packages/core/src/driver/a.ts', text })).toEqual([])
  })
})

describe('a dependency', () => {
  const manifest = {
    name: '@cachechart/core',
    dependencies: { xstate: '1' },
    devDependencies: { 'fast-check': '1' },
  }
  const root = { name: 'root', devDependencies: { '@jest/globals': '1' } }
  const check = (path: string, text: string) =>
    checkDependencies({ path: `packages/core/src/${path}`, text }, manifest, root)

  test('that is not declared is refused', () => {
    expect(check('a.ts', `import { request } from 'undici'`)).toHaveLength(1)
  })

  test('for development is refused in what is shipped, and accepted in tests', () => {
    expect(check('a.ts', `import fc from 'fast-check'`)).toHaveLength(1)
    expect(check('a.test.ts', `import fc from 'fast-check'\nimport { test } from '@jest/globals'`)).toEqual(
      [],
    )
  })

  test('that is declared is accepted, as are relative imports', () => {
    expect(check('a.ts', `import { setup } from 'xstate/deep'\nimport { b } from './b.ts'`)).toEqual([])
  })
})

describe('the form of a file', () => {
  test.each([
    ['a name in camel case', { path: 'packages/core/src/http/cacheControl.ts', text: '' }],
    ['a name that says nothing', { path: 'packages/core/src/http/utils.ts', text: '' }],
    ['a folder that says nothing', { path: 'packages/core/src/common/a.ts', text: '' }],
    ['too many lines', { path: 'packages/core/src/http/a.ts', text: 'export {}\n'.repeat(301) }],
    [
      'too many lines of a test',
      { path: 'packages/core/src/http/a.test.ts', text: 'export {}\n'.repeat(401) },
    ],
    ['a default export', { path: 'packages/core/src/http/a.ts', text: 'export default 1' }],
    [
      'a default export by name',
      { path: 'packages/core/src/http/a.ts', text: 'const a = 1\nexport { a as default }' },
    ],
  ])('is refused: %s', (_, file) => {
    expect(checkForm(file)).toHaveLength(1)
  })

  test('is accepted up to the limit', () => {
    expect(
      checkForm({ path: 'packages/core/src/http/cache-control.ts', text: 'export {}\n'.repeat(300) }),
    ).toEqual([])
  })

  test('is summed up as the length that a share of the files does not exceed', () => {
    const files = [10, 30, 20, 40].map((length) => ({ path: 'a.ts', text: 'a\n'.repeat(length) }))
    expect([lengthPercentile(files, 0.5), lengthPercentile(files, 0.9), lengthPercentile([], 0.5)]).toEqual([
      20, 40, 0,
    ])
  })
})
