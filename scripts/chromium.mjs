import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { install, installOnce, objectionToInstall, thisMachine } from './system-package.mjs'

/** As in test/pictures/chromium-binary.ts. */
const usual = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const advice = {
  packageName: 'chromium',
  onMac: 'brew install --cask google-chrome, and name it in CACHECHART_CHROMIUM',
  elsewhere: 'https://www.chromium.org/getting-involved/download-chromium/',
}

/** Where it is kept that it could not be installed, and for how long nobody tries again: a silent mirror costs minutes. */
const failureFile = join(tmpdir(), 'cachechart-no-chromium')
const failureMillis = 3_600_000

const thisMachineWithName = {
  ...thisMachine,
  named: process.env['CACHECHART_CHROMIUM'] ?? '',
  /** How long it may take until all is fetched, and until tests start without it. In milliseconds. */
  patience: { fetching: 110_000, all: 150_000 },
  failure: {
    isRecent: () =>
      Date.now() - (statSync(failureFile, { throwIfNoEntry: false })?.mtimeMs ?? 0) < failureMillis,
    note: () => writeFileSync(failureFile, ''),
  },
}

/**
 * Sees to it that tests find a browser: the one that `CACHECHART_CHROMIUM` names, one on PATH, or one that the system's
 * package manager installs now, where it may. Resolves to `undefined`, or to why there is none: without it tests are left
 * out, so it neither fails nor takes longer than its patience, whatever a mirror does.
 */
export async function bringChromium(machine = thisMachineWithName) {
  const { fetching, all } = machine.patience
  const late = once(AbortSignal.timeout(all), 'abort').then(
    () => `apt-get has not installed it within ${all / 1000} s, and is left to itself`,
  )
  const bringing = bring(machine, AbortSignal.timeout(fetching)).catch((error) => error.message)
  return Promise.race([bringing, late])
}

async function bring(machine, signal) {
  const { named, failure } = machine
  if (named !== '') {
    return (await isBrowser(machine, named, signal)) ? undefined : `${named} is no Chromium`
  }
  if (await isOnPath(machine, signal)) return undefined
  const objection = await objectionToInstall(machine, advice)
  if (objection !== undefined) return `install Chromium or Chrome: ${objection}`
  if (failure.isRecent()) return `it could not be installed within the last hour; ${failureFile} keeps that`
  const work = async () => {
    // Whoever was here before may have installed it.
    if (await isOnPath(machine, signal)) return undefined
    machine.say('Installing chromium, in which tests look at pictures; this may take two minutes …')
    const whyNot = await fetchAndInstall(machine, signal)
    if (whyNot !== undefined) failure.note()
    return whyNot
  }
  return machine.alone(work, { signal })
}

/**
 * In two steps: what fetches can be ended at any time, while what unpacks would leave a package manager that asks for repair.
 * Fonts come along, for the library that finds them depends on some.
 */
async function fetchAndInstall(machine, signal) {
  const { packageName } = advice
  const notFetched = await install(machine, packageName, { flags: ['--download-only'], signal })
  if (notFetched !== undefined) {
    return signal.aborted
      ? `apt-get has not fetched it within ${machine.patience.fetching / 1000} s`
      : notFetched
  }
  const notInstalled = await installOnce(machine, packageName, { flags: ['--no-download'] })
  if (notInstalled !== undefined) return notInstalled
  return (await isOnPath(machine)) ? undefined : 'what apt-get installed does not start'
}

async function isBrowser({ ask }, binary, signal) {
  const { code, output } = await ask(binary, ['--version'], { signal })
  return code === 0 && /Chrom/.test(output)
}

async function isOnPath(machine, signal) {
  for (const name of usual) if (await isBrowser(machine, name, signal)) return true
  return false
}
