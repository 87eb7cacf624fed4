import { describe, expect, test } from '@jest/globals'
import type { Section } from './comparison.ts'
import { helpText } from './help-text.ts'
import { parseOptions, UsageError } from './options.ts'

const one: Section = { name: 'one', about: 'the first', comparisons: [] }
const two: Section = { name: 'two', about: 'the second', comparisons: [] }
const all = [one, two]

test('nothing asked for is a full run of everything, as a table', () => {
  expect(parseOptions([], all)).toEqual({
    sections: all,
    form: 'table',
    length: 'full',
    destination: 'standard output',
    begin: 'anew',
  })
})

test('sections are chosen by name, in the order given', () => {
  expect(parseOptions(['two', 'one', '--quick', '--json'], all)).toMatchObject({
    sections: [two, one],
    form: 'json',
    length: 'quick',
  })
})

test('--write takes a full run, and --resume goes on with it', () => {
  expect(parseOptions(['--write'], all)).toMatchObject({ destination: 'document', begin: 'anew' })
  expect(parseOptions(['--write', '--resume'], all)).toMatchObject({ begin: 'where the last run ended' })
})

test('--compare takes a revision', () => {
  expect(parseOptions(['--compare', 'HEAD~1', 'one'], all)).toMatchObject({
    revision: 'HEAD~1',
    sections: [one],
  })
})

describe('a usage error', () => {
  test.each([
    { args: ['three'], message: 'there are one, two' },
    { args: ['--fast'], message: '--fast' },
    { args: ['--write', '--quick'], message: '--write needs a full run' },
    { args: ['--write', 'one'], message: '--write needs a full run' },
    { args: ['--write', '--compare', 'HEAD'], message: '--write needs a full run' },
    { args: ['--resume'], message: 'it needs --write' },
    { args: ['--compare'], message: '--compare' },
  ])('is $args', ({ args, message }) => {
    expect(() => parseOptions(args, all)).toThrow(UsageError)
    expect(() => parseOptions(args, all)).toThrow(message)
  })
})

test('help lists every section', () => {
  expect(parseOptions(['one', '-h'], all)).toBe('help')
  expect(helpText(all, 7)).toContain('two  the second')
  expect(helpText(all, 7)).toContain('about 7 minutes')
})
