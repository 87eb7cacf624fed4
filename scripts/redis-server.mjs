import { install, objectionToInstall, thisMachine } from './system-package.mjs'

/** The first version with functions; test/servers says why. */
const oldestMajor = 7

const advice = {
  packageName: 'redis-server',
  onMac: 'brew install redis',
  elsewhere: 'https://redis.io/docs/latest/operate/oss_and_stack/install/',
}

const thisMachineWithName = { ...thisMachine, named: process.env['CACHECHART_REDIS_SERVER'] ?? '' }

/**
 * Sees to it that tests find a Redis server: the one that `CACHECHART_REDIS_SERVER` names, one on PATH, or one that the
 * system's package manager installs now, where it may. Resolves to `undefined`, or to why there is none.
 */
export async function bringRedisServer(machine = thisMachineWithName) {
  const { named } = machine
  if (named !== '') {
    return (await isServer(machine, named))
      ? undefined
      : `${named} is no redis-server ${oldestMajor} or newer`
  }
  if (await isOnPath(machine)) return undefined
  const objection = await objectionToInstall(machine, advice)
  if (objection !== undefined) return `install redis-server ${oldestMajor} or newer: ${objection}`
  return machine.alone(async () => {
    // Whoever was here before may have installed it.
    if (await isOnPath(machine)) return undefined
    machine.say('Installing redis-server, which tests start …')
    const failure = await install(machine, advice.packageName)
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
