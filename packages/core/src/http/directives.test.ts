import { describe, expect, test } from '@jest/globals'
import { parseDirectives } from './directives.ts'

describe('parseDirectives', () => {
  test.each<[string, Record<string, (string | null)[]>, string]>([
    ['', {}, 'nothing'],
    ['no-store', { 'no-store': [null] }, 'no argument'],
    ['NO-Store', { 'no-store': [null] }, 'names in any case'],
    ['max-age=60', { 'max-age': ['60'] }, 'a token'],
    ['max-age="60"', { 'max-age': ['60'] }, 'a quoted string'],
    ['a="x\\"y\\\\"', { a: ['x"y\\'] }, 'escaped characters'],
    ['a=', { a: [''] }, 'an empty argument'],
    ['a=""', { a: [''] }, 'an empty quoted string'],
    ['a=b=c', { a: ['b=c'] }, 'only the first equals sign divides'],
    ['a=1, b, A=2', { a: ['1', '2'], b: [null] }, 'several occurrences, in order'],
    ['a= 1', { a: [' 1'] }, 'whitespace after the equals sign stays'],
    ['a =1', { a: [''] }, 'whitespace before the equals sign voids the argument'],
    ['a="x"y', { a: ['"x"y'] }, 'text after a quoted string'],
    ['=1', { '': ['1'] }, 'no name'],
    ['", a, b="1"', { '"': [null], a: [null], b: ['1'] }, 'a quote that opens nothing hides nothing'],
    ['x"y, a, z"', { 'x"y': [null], a: [null], 'z"': [null] }, 'a quote within a name'],
    ['x=y"z, a, b"', { x: ['y"z'], a: [null], 'b"': [null] }, 'a quote within a token'],
    ['x="y"z", a"', { x: ['"y"z"'], 'a"': [null] }, 'a quote after a quoted string'],
    ['x="y, a=\\"1\\", b", c', { x: ['y, a="1", b'], c: [null] }, 'a whole quoted string is one argument'],
  ])('splits %j into %j: %s', (value, expected, _case) => {
    expect(Object.fromEntries(parseDirectives(value))).toEqual(expected)
  })
})
