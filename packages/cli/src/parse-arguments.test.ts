import { availableParallelism } from 'node:os'
import { describe, expect, test } from '@jest/globals'
import { InvalidArgumentError } from 'commander'
import { parseByteSize } from './parse-byte-size.ts'
import { parseDuration, parseTimeout } from './parse-duration.ts'
import { parseOrigin } from './parse-origin.ts'
import { parsePort } from './parse-port.ts'
import { parseWorkers } from './parse-workers.ts'

describe('a byte size', () => {
  test.each([
    ['1048576', 1_048_576],
    ['1b', 1],
    ['512KiB', 524_288],
    ['256MiB', 268_435_456],
    ['256mib', 268_435_456],
    ['2GB', 2e9],
    ['1.5 GiB', 1_610_612_736],
    ['10kB', 10_000],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes)
  })

  test.each(['', '0', '-1', 'MiB', '1 potato', '1e9', '99999999999GiB', '0.1', '１MiB', 'Infinity'])(
    'is not "%s"',
    (text) => {
      expect(() => parseByteSize(text)).toThrow(InvalidArgumentError)
    },
  )
})

describe('a time', () => {
  test.each([
    ['30', 30_000],
    ['0', 0],
    ['30s', 30_000],
    ['500ms', 500],
    ['1.5 s', 1500],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('%s is %d ms', (text, span) => {
    expect(parseDuration(text)).toBe(span)
  })

  test.each(['', '-1', 's', '1d', '1 fortnight', 'soon', '99999999999999999h'])('is not "%s"', (text) => {
    expect(() => parseDuration(text)).toThrow(InvalidArgumentError)
  })
})

describe('a timeout', () => {
  test('is what a timer can be set for, with what is added to it', () => {
    expect(parseTimeout('576h')).toBe(2_073_600_000)
    expect(parseTimeout('1ms')).toBe(1)
  })

  test.each(['0', '576.1h', '2147482s', '2147484s'])('is not "%s"', (text) => {
    expect(() => parseTimeout(text)).toThrow(InvalidArgumentError)
  })
})

describe('a port', () => {
  test.each([
    ['0', 0],
    ['8080', 8080],
    ['65535', 65_535],
  ])('%s is one', (text, port) => {
    expect(parsePort(text)).toBe(port)
  })

  test.each(['', '65536', '-1', '80.5', '0x50', 'http', '99999', ' 80'])('is not "%s"', (text) => {
    expect(() => parsePort(text)).toThrow(InvalidArgumentError)
  })
})

describe('a number of workers', () => {
  test.each([
    ['1', 1],
    ['16', 16],
    ['auto', availableParallelism()],
  ])('%s is one', (text, workers) => {
    expect(parseWorkers(text)).toBe(workers)
  })

  test.each(['', '0', '-1', '1.5', '1000', 'max', 'Auto', ' 2'])('is not "%s"', (text) => {
    expect(() => parseWorkers(text)).toThrow(InvalidArgumentError)
  })
})

describe('an origin', () => {
  test.each([
    ['http://localhost:3000', 'http://localhost:3000'],
    ['https://example.org/', 'https://example.org'],
    ['HTTP://Example.ORG', 'http://example.org'],
    ['http://[::1]:80', 'http://[::1]'],
  ])('%s is one', (text, origin) => {
    expect(parseOrigin(text).origin).toBe(origin)
  })

  test.each([
    ['localhost:3000', 'Did you mean http://localhost:3000?'],
    ['example.org', 'Did you mean http://example.org?'],
    ['ftp://example.org', 'An origin begins with http:// or https://'],
    ['http://', 'It is not a URL'],
    ['http://exa mple', 'It is not a URL'],
    ['http://localhost:99999', 'It is not a URL'],
    ['http://user:secret@localhost', 'no user name and no password'],
    ['http://localhost/path', 'An origin has no path: http://localhost'],
    ['http://localhost?a', 'An origin has no path: http://localhost'],
    ['', 'An origin begins with'],
  ])('is not "%s", and the error says why', (text, message) => {
    expect(() => parseOrigin(text)).toThrow(InvalidArgumentError)
    expect(() => parseOrigin(text)).toThrow(message)
  })
})
