import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkDependencies, type Manifest } from './check-dependencies.ts'
import { checkForm, lengthPercentile } from './check-form.ts'
import { checkLayers } from './check-layers.ts'
import { checkPurity } from './check-purity.ts'
import { checkSignatures } from './check-signatures.ts'
import { isTest, readSourceFiles, repositoryRoot } from './source-file.ts'

type PublishedManifest = Manifest & {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly publishConfig: { readonly exports?: unknown }
}

const readManifest = (path: string) =>
  JSON.parse(readFileSync(join(repositoryRoot, path), 'utf8')) as PublishedManifest
const files = readSourceFiles('packages/*/src/**/*.ts')
const sources = files.filter((file) => !isTest(file))
const systemTests = readSourceFiles('test/**/*.ts')

test('there are files to judge', () => {
  expect(sources.length).toBeGreaterThan(0)
  expect(systemTests.length).toBeGreaterThan(0)
})

test('every import follows the layer table', () => {
  expect(files.flatMap(checkLayers)).toEqual([])
})

test('the pure layers have no clock, no chance and no waiting', () => {
  expect(files.flatMap(checkPurity)).toEqual([])
})

test('no function takes a boolean', () => {
  expect(files.flatMap(checkSignatures)).toEqual([])
})

test('every file is short, named after its content and has no default export', () => {
  expect([...files, ...systemTests].flatMap(checkForm)).toEqual([])
})

test('half of the source files have at most 100 lines, nine in ten at most 220', () => {
  expect(lengthPercentile(sources, 0.5)).toBeLessThanOrEqual(100)
  expect(lengthPercentile(sources, 0.9)).toBeLessThanOrEqual(220)
})

describe.each(['core', 'adapters', 'viz', 'cli'])('package %s', (name) => {
  const manifest = readManifest(`packages/${name}/package.json`)

  test('imports only what its package.json declares', () => {
    const own = files.filter((file) => file.path.startsWith(`packages/${name}/`))
    const root = readManifest('package.json')
    expect(own.flatMap((file) => checkDependencies(file, manifest, root))).toEqual([])
  })

  test('publishes its exports without the condition that points to sources', () => {
    const entries = Object.entries(manifest.exports)
    if (entries.every(([, target]) => typeof target === 'string')) return
    const published = entries.map(([subpath, target]) => {
      if (typeof target === 'string') return [subpath, target]
      const { source: _, ...conditions } = target
      return [subpath, conditions]
    })
    expect(manifest.publishConfig.exports).toEqual(Object.fromEntries(published))
  })
})
