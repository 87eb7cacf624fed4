import { existsSync } from 'node:fs'
import { platform } from 'node:os'
import { onlyOne } from './only-one.mjs'
import { capture } from './run-command.mjs'

/** The first version with functions; test/servers says why. */
const oldestMajor = 7

/** The machine, as far as it matters here. */
const thisMachine = {
  platform: platform(),
  isRoot: process.getuid?.() === 0,
  startsServices: existsSync('/run/systemd/system'),
  named: process.env['CACHECHART_REDIS_SERVER'] ?? '',
  say: (text) => console.log(text),
  /** Runs a command; resolves to `{ code, output }`, also where there is no such command. */
  ask: (command, args, options = {}) =>
    capture(command, args, options).catch((error) => ({ code: 1, output: error.message })),
}

/**
 * Sees to it that tests find a Redis server: the one that `CACHECHART_REDIS_SERVER` names, one on PATH, or one that the
 * system's package manager installs now, where it may. Resolves to `undefined`, or to why there is none.
 */
export async function bringRedisServer(machine = thisMachine) {
  const { named } = machine
  if (named !== '') {
    return (await isServer(machine, named))
      ? undefined
      : `${named} is no redis-server ${oldestMajor} or newer`
  }
  if (await isOnPath(machine)) return undefined
  const objection = await objectionToInstall(machine)
  if (objection !== undefined) return `install redis-server ${oldestMajor} or newer: ${objection}`
  return onlyOne('cachechart-redis-install', async () => {
    // Whoever was here before may have installed it.
    if (await isOnPath(machine)) return undefined
    machine.say('Installing redis-server, which tests start …')
    const failure = await install(machine)
    if (failure !== undefined) return failure
    return (await isOnPath(machine)) ? undefined : `what apt-get installed is older than ${oldestMajor}`
  })
}

async function isServer({ ask }, binary) {
  const { code, output } = await ask(binary, ['--version'])
  return code === 0 && Number(/v=(\d+)\./.exec(output)?.[1] ?? 0) >= oldestMajor
}

async function isOnPath(machine) {
  return (await isServer(machine, 'redis-server')) || (await isServer(machine, 'valkey-server'))
}

/** Why it is left to the user, and what to do; `undefined` where nobody would mind. */
async function objectionToInstall(machine) {
  if (machine.platform === 'darwin') return 'brew install redis'
  if (machine.platform !== 'linux' || (await machine.ask('apt-get', ['--version'])).code !== 0) {
    return 'https://redis.io/docs/latest/operate/oss_and_stack/install/'
  }
  // Where services are started, one would be, which nobody has asked for.
  return machine.isRoot && !machine.startsServices ? undefined : 'sudo apt-get install redis-server'
}

/** The lists of packages may be missing or too old: then they are fetched, and it is tried again. */
async function install(machine) {
  const wanted = ['install', '--no-install-recommends', 'redis-server']
  const first = await aptGet(machine, wanted)
  if (first.code === 0) return undefined
  await aptGet(machine, ['update'])
  const { code, output } = await aptGet(machine, wanted)
  return code === 0 ? undefined : `apt-get could not install redis-server:\n${output.trimEnd()}\n`
}

function aptGet({ ask }, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['--yes', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=20']
  return ask('apt-get', [...options, ...args], { env })
}
