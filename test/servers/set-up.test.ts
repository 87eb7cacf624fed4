import { describe, expect, test } from '@jest/globals'
import { apt, machineWith, type Answer, type Machine } from './scripted-machine.ts'

// The scripts are plain JavaScript without declarations.
const { bringRedisServer } = (await import(
  new URL('../../scripts/redis-server.mjs', import.meta.url).href
)) as { readonly bringRedisServer: (machine: Machine) => Promise<string | undefined> }

const version = (text: string): Answer => ({ code: 0, output: `Redis server v=${text} sha=00000000:0` })

/** What is said before the first of them. */
const said = 'Installing redis-server, which tests start …'

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
