import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { parseSync } from 'oxc-parser'
import { walkSyntax } from '../architecture/walk-syntax.ts'
import { compileTypes, type Compiled } from './compile-types.ts'

/** The compiler starts slowly on a busy machine. */
jest.setTimeout(60_000)

const root = fileURLToPath(new URL('../..', import.meta.url))
const entrances = [
  'core',
  'core/recording',
  ...['fetch', 'node', 'redis', 'sqlite', 'undici', 'web'].map((subpath) => `adapters/${subpath}`),
]
const indexOf = (entrance: string): string => {
  const [name = '', ...subpath] = entrance.split('/')
  return join(root, 'packages', name, 'src', ...subpath, 'index.ts')
}

let compiled: Compiled | undefined
afterEach(() => {
  if (compiled !== undefined) rmSync(compiled.folder, { recursive: true, force: true })
})

const exportedTypes = (entrance: string): readonly string[] => {
  const { module } = parseSync('index.ts', readFileSync(indexOf(entrance), 'utf8'))
  const entries = module.staticExports.flatMap((statement) => statement.entries)
  return entries.filter(({ isType }) => isType).map(({ exportName }) => exportName.name ?? '')
}

const anyIn = (file: string): readonly string[] => {
  const text = readFileSync(file, 'utf8')
  const found: string[] = []
  walkSyntax(parseSync(file, text).program, {
    TSAnyKeyword: ({ start }) => {
      found.push(`${file}:${text.slice(0, start).split('\n').length}`)
    },
  })
  return found
}

describe('the type tests', () => {
  test('fail where a mistake compiles, a right use does not, or a claim is false', async () => {
    const asserting = join(root, 'test', 'types', 'assert-types.ts')
    const claim = (text: string): string =>
      `import type { AnyIn, Equal, Expect } from '${asserting}'\n${text}`
    const overriding = (text: string): string => `import type { Overrides } from '@cachechart/core'\n${text}`
    compiled = await compileTypes({
      'right.ts': overriding('export const right: Overrides = { ttl: 60 }'),
      'mistake.ts': overriding("export const mistake: Overrides = { ttl: '60' }"),
      'no-mistake.ts': overriding(
        '// @ts-expect-error no mistake\nexport const right: Overrides = { ttl: 60 }',
      ),
      'true.ts': claim('export type Claim = Expect<Equal<AnyIn<{ a: unknown }>, never>>'),
      'false.ts': claim('export type Claim = Expect<Equal<AnyIn<{ a: any }>, never>>'),
    })
    const told = compiled.messages.flatMap((line) => {
      const [, file, code] = /^([\w-]+\.ts)\(.*? error (\w+):/.exec(line) ?? []
      return file === undefined ? [] : [`${file} ${code}`]
    })
    // Not assignable; nothing to expect there; the constraint is not satisfied.
    expect(told.toSorted()).toEqual(['false.ts TS2344', 'mistake.ts TS2322', 'no-mistake.ts TS2578'])
  })

  test('name every type that is exported', () => {
    const text = readFileSync(join(root, 'test', 'types', 'no-any.ts'), 'utf8')
    const named = new Set([...text.matchAll(/^ {2}readonly (\w+): /gm)].map(([, name]) => name))
    const exported = entrances.flatMap(exportedTypes)
    expect(exported.length).toBeGreaterThan(50)
    expect(exported.filter((name) => !named.has(name))).toEqual([])
  })
})

test('no declaration that a user is given says any, wherever it is', async () => {
  const all = entrances.map((entrance) => `export * from '${indexOf(entrance)}'`)
  compiled = await compileTypes(
    { 'all.ts': all.join('\n'), 'planted.ts': 'export const isFound = (): any => 1' },
    {
      ...{ declaration: true, emitDeclarationOnly: true, outDir: 'out' },
      // Of what is found as a package the compiler writes no declarations.
      paths: { '@cachechart/core': [indexOf('core')] },
    },
  )
  // What is not found counts as any, and nobody would see it. (Any other mistake is for the types' own check.)
  expect(compiled.messages.filter((line) => /Cannot find|no exported member/.test(line))).toEqual([])
  const out = join(compiled.folder, 'out')
  const written = readdirSync(out, { recursive: true, encoding: 'utf8' })
  const declarations = written.filter((file) => file.endsWith('.d.ts')).map((file) => join(out, file))
  const indexes = entrances.map((entrance) =>
    join(out, relative(root, indexOf(entrance)).replace(/ts$/, 'd.ts')),
  )
  expect(declarations).toEqual(expect.arrayContaining(indexes))
  const found = declarations.flatMap(anyIn)
  expect(found.map((place) => place.replace(/.*[\\/]/, ''))).toEqual(['planted.d.ts:1'])
})
