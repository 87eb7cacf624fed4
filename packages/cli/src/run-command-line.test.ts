import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { runCommandLine } from './run-command-line.ts'

/** Runs a command whose terminal is a record. */
async function run(...args: string[]) {
  const printed = { out: '', err: '' }
  const code = await runCommandLine(args, {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

describe('a mistake of use ends with 2, one line that says what is wrong, and no stack trace', () => {
  test.each([
    [['gatewy', 'http://localhost'], 'Did you mean gateway?'],
    [['gateway'], "missing required argument 'origin'"],
    [['gateway', 'localhost:3000'], 'Did you mean http://localhost:3000?'],
    [['gateway', 'http://localhost', 'http://other'], 'too many arguments'],
    [['gateway', 'http://localhost', '--prot', '80'], 'Did you mean --port?'],
    [['gateway', 'http://localhost', '--port', '70000'], 'A port is a whole number'],
    [['gateway', 'http://localhost', '--trace-files', '3'], '--trace-files is for --trace'],
    [['gateway', 'http://localhost', '--trace', '-'], '--trace wants the name of a file'],
    [['gateway', 'http://localhost', '--trace', 't', '--trace-files', '0'], 'from 1 to 1000'],
    [['gateway', 'http://localhost', '--trace', 't', '--trace-max-bytes', '1KiB'], 'is at least 256KiB'],
    [['gateway', 'http://localhost', '--trace', 't', '--trace-redact', 'a b'], 'It is the name of a field'],
    [['gateway', 'http://localhost', '--store', 'disk'], 'It is memory, sqlite:FILE, or the URL of a Redis'],
    [['gateway', 'http://localhost', '--store', 'sqlite:'], 'After sqlite: comes the path of a file'],
    [['gateway', 'http://localhost', '--store', 'redis://a', '--max-bytes', '1GiB'], 'maxmemory'],
    [['gateway', 'http://localhost', '--near-bytes', '1MiB'], '--near-bytes is not for --store memory'],
    [
      ['gateway', 'http://localhost', '--store', 'sqlite:a', '--no-lease'],
      '--no-lease is not for --store sqlite',
    ],
    [['gateway', 'http://localhost', '--on-corrupt', 'refuse'], '--on-corrupt is not for --store memory'],
    [['gateway', 'http://localhost', '--store', 'sqlite:a', '--max-bytes', '1KiB'], 'at least 1 MiB'],
    [
      [
        'gateway',
        'http://localhost',
        '--store',
        'sqlite:a',
        '--max-bytes',
        '2MiB',
        '--max-entry-bytes',
        '2MiB',
      ],
      'more than half of --max-bytes',
    ],
    [
      ['gateway', 'http://localhost', '--store', 'redis://a', '--workers', '4', '--near-bytes', '3'],
      '--near-bytes is not even a byte for each worker',
    ],
    [['gateway', 'http://localhost', '--store-timeout', '0'], 'A timeout is more than nothing.'],
    [['cache', 'stat'], "required option '--store <place>' not specified"],
    [['cache', 'stat', '--store', 'memory'], 'only the gateway can say'],
    [['cache', 'lst', '--store', 'sqlite:a'], 'Did you mean list?'],
    [['cache', 'list', '--store', 'sqlite:a', '--limit', 'all'], 'It is a whole number; 0 is all.'],
    [
      ['cache', 'list', '--store', 'sqlite:a', '--sort', 'colour'],
      'Allowed choices are age, size, used, key.',
    ],
    [['cache', 'get', '--store', 'sqlite:a'], "missing required argument 'key'"],
    [['cache', 'get', 'k', '--store', 'sqlite:a', '--variant', '0'], 'Variants are counted from 1.'],
    [['cache', 'get', 'k', '--store', 'sqlite:a', '--body', '--json'], 'cannot be used with'],
    [['cache', 'purge', '--store', 'sqlite:a'], 'what to purge is one of'],
    [['cache', 'export', '--store', 'sqlite:a'], "required option '--out <file>' not specified"],
    [['cache', 'import', '--store', 'sqlite:a'], "missing required argument 'file'"],
    [['gateway', 'http://localhost', '--max-bytes', 'lots'], 'A size is a number'],
    [
      ['gateway', 'http://localhost', '--max-bytes', '1MiB', '--max-entry-bytes', '2MiB'],
      'more than --max-bytes',
    ],
    [
      ['gateway', 'http://localhost', '--workers', '4', '--max-bytes', '4MiB', '--max-entry-bytes', '2MiB'],
      "more than each worker's part of --max-bytes",
    ],
    [
      ['gateway', 'http://localhost', '--workers', '4', '--max-bytes', '3'],
      'not even a byte for each worker',
    ],
    [
      ['gateway', 'http://localhost', '--workers', 'all'],
      'It is a number of processes from 1 to 999, or auto.',
    ],
    [['gateway', 'http://localhost', '--stale-if-error', 'soon'], 'A time is a number of seconds'],
    [
      ['gateway', 'http://localhost', '--admin-port', '9090', '--admin-host', ''],
      'A host is a name or address',
    ],
    [['gateway', 'http://localhost', '--host', ' '], 'A host is a name or address'],
    [['in-flight'], "missing required argument 'admin'"],
    [['in-flight', 'localhost:9090'], 'It is a port, or a URL'],
    [['gateway', 'http://localhost', '--purge-token', ''], 'a purge token is visible ASCII characters'],
    [['gateway', 'http://localhost', '--purge-token', 'a b'], 'a purge token is visible ASCII characters'],
    [['gateway', 'http://localhost', '--ignore-parameter', 'a=b'], 'It is the name of a parameter'],
    [['gateway', 'http://localhost', '--ignore-parameter', ''], 'It is the name of a parameter'],
    [['purge', '--all'], "required option '--admin <address>' not specified"],
    [['purge', '--admin', '9090'], 'what to purge is one of'],
    [['purge', '--all', '--key', 'k', '--admin', '9090'], 'what to purge is one of'],
    [['purge', 'http://a/', '--all', '--admin', '9090'], 'what to purge is one of'],
    [['purge', '/news', '--admin', '9090'], 'It is a whole URL'],
    [['purge', 'http://', '--admin', '9090'], 'It is a whole URL'],
    [['purge', '--all', '--admin', 'localhost:9090'], 'It is a port, or a URL'],
    [['purge', '--all', '--admin', '9090', '--purge-token', 'a\nb'], 'a purge token is visible ASCII'],
    [['gateway', 'http://localhost', '--timeout', '0'], 'A timeout is more than nothing.'],
    [['gateway', 'http://localhost', '--quiet', '--json-log'], 'cannot be used with'],
    [['--port', '80'], "unknown option '--port'"],
  ])('%j: %s', async (args, message) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^error: /)
    expect(err).toContain(message)
    expect(err).not.toMatch(/^\s+at /m)
  })

  test.each([
    [['gateway', 'http://localhost', '--store', 'redis://me:s3cret@a b']],
    [['gateway', 'http://localhost', '--store', 'sqlite:a', '--port', 'redis://me:s3cret@host']],
    [['gateway', 'http://me:s3cret@localhost']],
    [['gateway', 'http://localhost', '--store', 'redis://me:s3/cret@host']],
    [['cache', 'list', '--store', 'redis://me:s3@s3cret@host']],
    [['cache', 'stat', '--store', 'rediss+what://me:s3cret/@host']],
    [['cache', 'import', 'a', 'redis://:s3cret@host', '--store', 'sqlite:a']],
  ])('a password is not repeated: %j', async (args) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).not.toContain('s3cret')
  })

  test('nothing at all is answered with the help, on standard error', async () => {
    const { code, out, err } = await run()
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('Usage: cachechart')
  })
})

describe('help', () => {
  test.each([
    [['--help'], 'cachechart gateway http://localhost:3000'],
    [['help'], 'cachechart gateway http://localhost:3000'],
    [['gateway', '--help'], 'cachechart gateway https://example.org --port 0'],
    [['help', 'gateway'], 'cachechart gateway https://example.org --port 0'],
    [['diagram', '-h'], 'cachechart diagram --out transaction.svg'],
    [['gateway', '-h'], 'On SIGUSR2 it prints'],
    [['gateway', '-h'], '--workers <number>'],
    [['gateway', '-h'], '(env: CACHECHART_PURGE_TOKEN)'],
    [['gateway', '-h'], 'CACHECHART_STORE)'],
    [['cache', '-h'], 'cachechart cache import cache.tar --store redis://'],
    [['cache', 'list', '-h'], '--sort size --limit 10'],
    [['cache', 'help', 'export'], 'The archive is a tar file'],
    [['trace', '--help'], 'cachechart trace trace.jsonl --slowest 20'],
    [['replay', '--help'], 'cachechart replay trace.jsonl --machine ./mine.ts'],
    [['in-flight', '--help'], 'cachechart in-flight 9090'],
    [['purge', '--help'], 'cachechart purge --all --admin 9090'],
    [['help', 'purge'], 'cachechart purge http://127.0.0.1:8080/news --admin 9090'],
  ])('%j goes to standard output, with examples, and ends with 0', async (args, example) => {
    const { code, out, err } = await run(...args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain(example)
  })

  test('--version is that of the package', async () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
    expect(manifest).toMatchObject({ version: expect.any(String) })
    expect(await run('--version')).toEqual({ code: 0, out: `${Object(manifest).version}\n`, err: '' })
  })
})

describe('a purge of what has no name', () => {
  test.each([
    [['cache', 'purge', '--key', '', '--store', 'sqlite:none.db']],
    [['cache', 'purge', '--surrogate-key', '', '--store', 'sqlite:none.db']],
    [['purge', '--surrogate-key', '', '--admin', '1']],
  ])('is a mistake of use: %j', async (args) => {
    const { code, err } = await run(...args)
    expect([code, err]).toEqual([2, expect.stringContaining("argument '' is invalid. It is empty.")])
  })
})
