import { describe, expect, test } from '@jest/globals'

/** What a command has answered. */
interface Answer {
  readonly code: number
  readonly output: string
}

interface Machine {
  readonly platform: string
  readonly isRoot: boolean
  readonly startsServices: boolean
  readonly named: string
  readonly say: (text: string) => void
  readonly ask: (command: string, args: readonly string[]) => Promise<Answer>
}

// The scripts are plain JavaScript without declarations.
const { bringRedisServer } = (await import(
  new URL('../../scripts/redis-server.mjs', import.meta.url).href
)) as { readonly bringRedisServer: (machine: Machine) => Promise<string | undefined> }

const missing: Answer = { code: 1, output: 'spawn ENOENT' }
const version = (text: string): Answer => ({ code: 0, output: `Redis server v=${text} sha=00000000:0` })

/** A machine with these commands, and what was run on it: steps of the package manager, by name. */
function machineWith(commands: Record<string, Answer | undefined>, changes: Partial<Machine> = {}) {
  const steps: string[] = []
  const machine: Machine = {
    platform: 'linux',
    isRoot: true,
    startsServices: false,
    named: '',
    say: (text) => steps.push(text),
    ask: async (command, args) => {
      const step = args.find((word) => /^(install|update)$/.test(word))
      if (step !== undefined) steps.push(step)
      return commands[step === undefined ? command : `${command} ${steps.length - 1}`] ?? missing
    },
    ...changes,
  }
  return { machine, steps, commands }
}

/** What is said before the first of them. */
const said = 'Installing redis-server, which tests start …'

const apt: Answer = { code: 0, output: 'apt 2.6.1' }

describe('the set-up of the tests', () => {
  test.each(['redis-server', 'valkey-server'])('takes %s from PATH', async (name) => {
    const { machine, steps } = machineWith({ [name]: version('7.0.15'), 'apt-get': apt })
    expect([await bringRedisServer(machine), steps]).toEqual([undefined, []])
  })

  test('takes the server that is named, and no other in its place', async () => {
    const commands = { '/opt/redis': version('8.2.0'), 'redis-server': version('7.0.15'), 'apt-get': apt }
    const named = machineWith(commands, { named: '/opt/redis' })
    expect([await bringRedisServer(named.machine), named.steps]).toEqual([undefined, []])
    const wrong = machineWith(commands, { named: '/opt/else' })
    expect([await bringRedisServer(wrong.machine), wrong.steps]).toEqual([
      '/opt/else is no redis-server 7 or newer',
      [],
    ])
  })

  test('has the package manager install it where there is none', async () => {
    const { machine, steps, commands } = machineWith({ 'apt-get': apt })
    const installing: Machine = {
      ...machine,
      ask: async (command, args) => {
        if (args.includes('install')) commands['redis-server'] = version('7.0.15')
        const answer = await machine.ask(command, args)
        return args.includes('install') ? apt : answer
      },
    }
    expect([await bringRedisServer(installing), steps]).toEqual([undefined, [said, 'install']])
  })

  test('fetches the lists of packages where it cannot be installed at once', async () => {
    const { machine, steps } = machineWith({ 'apt-get': apt })
    expect(await bringRedisServer(machine)).toMatch(/could not install redis-server:\nspawn ENOENT/)
    expect(steps).toEqual([said, 'install', 'update', 'install'])
  })

  test('does not take a version that is too old', async () => {
    const old = version('6.0.16')
    const { machine } = machineWith({ 'redis-server': old, 'apt-get': apt, 'apt-get 1': apt })
    expect(await bringRedisServer(machine)).toBe('what apt-get installed is older than 7')
  })

  test.each<[string, Partial<Machine>, RegExp]>([
    ['without the rights of root', { isRoot: false }, /sudo apt-get install redis-server/],
    ['where a service would be started', { startsServices: true }, /sudo apt-get install redis-server/],
    ['on macOS', { platform: 'darwin' }, /brew install redis/],
    ['on Windows', { platform: 'win32' }, /https:/],
  ])('leaves it to the user %s, and says how', async (_, changes, advice) => {
    const { machine, steps } = machineWith({ 'apt-get': apt }, changes)
    expect(await bringRedisServer(machine)).toMatch(advice)
    expect(steps).toEqual([])
  })

  test('leaves it to the user where the package manager is another one', async () => {
    expect(await bringRedisServer(machineWith({}).machine)).toMatch(/https:/)
  })
})
