import { existsSync } from 'node:fs'
import { platform } from 'node:os'
import { onlyOne } from './only-one.mjs'
import { capture } from './run-command.mjs'

/** The machine, as far as it matters to what the package manager may bring. */
export const thisMachine = {
  platform: platform(),
  isRoot: process.getuid?.() === 0,
  startsServices: existsSync('/run/systemd/system'),
  say: (text) => console.log(text),
  /** Runs a command; resolves to `{ code, output }`, also where there is no such command. */
  ask: (command, args, options = {}) =>
    capture(command, args, options).catch((error) => ({ code: 1, output: error.message })),
  /** Does work while no other task has the package manager, of which some steps fail at once where another has begun one. */
  alone: (work, options) => onlyOne('cachechart-apt-get', work, options),
}

/**
 * Why installing is left to the user, and what to do there: `{ packageName, onMac, elsewhere }` say it. `undefined` where
 * nobody would mind.
 */
export async function objectionToInstall(machine, { packageName, onMac, elsewhere }) {
  if (machine.platform === 'darwin') return onMac
  if (machine.platform !== 'linux' || (await machine.ask('apt-get', ['--version'])).code !== 0)
    return elsewhere
  // Where services are started, one would be, which nobody has asked for; and the machine is somebody's own.
  return machine.isRoot && !machine.startsServices ? undefined : `sudo apt-get install ${packageName}`
}

/**
 * Has the package manager install a package, or with further flags only fetch it; resolves to `undefined`, or to why not.
 * The lists of packages may be missing or too old: then they are fetched, and it is tried again.
 */
export async function install(machine, packageName, how = {}) {
  if ((await installOnce(machine, packageName, how)) === undefined) return undefined
  await aptGet(machine, ['update'], how)
  return installOnce(machine, packageName, how)
}

/** The same by the lists of packages that are there. */
export async function installOnce(machine, packageName, how = {}) {
  const { flags = [] } = how
  const { code, output } = await aptGet(
    machine,
    ['install', '--no-install-recommends', ...flags, packageName],
    how,
  )
  return code === 0 ? undefined : `apt-get could not install ${packageName}:\n${output.trimEnd()}\n`
}

function aptGet({ ask }, args, how) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const options = ['--yes', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::http::Timeout=20']
  return ask('apt-get', [...options, ...args], { env, signal: how.signal })
}
