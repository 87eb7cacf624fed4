import { describe, expect, test } from '@jest/globals'
import { hidePasswords } from './hide-passwords.ts'
import { usageWithoutPasswords, withoutPasswords } from './without-passwords.ts'

describe('a password in a URL', () => {
  test.each([
    ['redis://me:secret@host:6379/2', 'redis://me:***@host:6379/2'],
    ['redis://:secret@host', 'redis://:***@host'],
    ['rediss+cluster://me:s:e/c?r#e@t@a:1,b:2', 'rediss+cluster://me:***@a:1,b:2'],
    ['unix://me:secret@/run/redis.sock', 'unix://me:***@/run/redis.sock'],
    ['http://me:secret@host/a:b@c', 'http://me:***@host/a:b@c'],
    ['refused by redis://me:secret@host, as before', 'refused by redis://me:***@host, as before'],
  ])('is taken out of %s', (text, hidden) => {
    expect(withoutPasswords(text)).toBe(hidden)
  })

  test.each([
    'http://host:8080/users/me@example.org?a:b@c',
    'redis://host:6379',
    'redis://me@host',
    'a: b@c',
  ])('is not seen in %s', (text) => {
    expect(withoutPasswords(text)).toBe(text)
  })

  test.each([
    'redis:/me:secret@host',
    'me:secret@host:6379',
    'redis://me:sec ret@host',
    'valkey://me:sec/ret@host',
  ])('is not repeated when --store is given %s', (url) => {
    const text = usageWithoutPasswords(
      `error: option '--store <place>' argument '${url}' is invalid. It is a URL.`,
    )
    expect(text).not.toMatch(/sec|ret/)
    expect(text).toContain(` is invalid. It is a URL.`)
  })

  test('is taken out of what the system shows of the process, which is left alone otherwise', () => {
    const shown = { title: 'node', argv: ['node', 'cachechart', '--store', 'redis://me:secret@host'] }
    hidePasswords(shown)
    expect(shown.title).toBe('node cachechart --store redis://me:***@host')
    const plain = { title: 'node', argv: ['node', 'cachechart', '--store', 'redis://me@host'] }
    hidePasswords(plain)
    expect(plain.title).toBe('node')
  })
})
