import { describe, expect, test } from '@jest/globals'
import { apt, machineWith, type Answer, type Machine } from './scripted-machine.ts'

/** What is further asked of a machine that is to have a browser. */
interface PictureMachine extends Machine {
  readonly patience: { readonly fetching: number; readonly all: number }
  readonly failure: { readonly isRecent: () => boolean; readonly note: () => void }
}

// The scripts are plain JavaScript without declarations.
const { bringChromium } = (await import(new URL('../../scripts/chromium.mjs', import.meta.url).href)) as {
  readonly bringChromium: (machine: PictureMachine) => Promise<string | undefined>
}

const version: Answer = { code: 0, output: 'Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)' }

/** What is said before the first of the steps. */
const said = 'Installing chromium, in which tests look at pictures; this may take two minutes …'

/** Longer than any test runs. */
const patient = { fetching: 600_000, all: 600_000 }

function pictureMachine(
  commands: Record<string, Answer | undefined>,
  changes: Partial<PictureMachine> = {},
): Omit<ReturnType<typeof machineWith>, 'machine'> & { readonly machine: PictureMachine } {
  const { machine, ...rest } = machineWith(commands)
  const failure = { isRecent: () => false, note: () => rest.steps.push('noted') }
  return { machine: { ...machine, patience: patient, failure, ...changes }, ...rest }
}

describe('the set-up of the tests that look at pictures', () => {
  test.each(['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'])(
    'takes %s from PATH',
    async (name) => {
      const { machine, steps } = pictureMachine({ [name]: version, 'apt-get': apt })
      expect([await bringChromium(machine), steps]).toEqual([undefined, []])
    },
  )

  test('takes the browser that is named, and no other in its place', async () => {
    const commands = { '/opt/chrome': version, chromium: version, 'apt-get': apt }
    const named = pictureMachine(commands, { named: '/opt/chrome' })
    expect([await bringChromium(named.machine), named.steps]).toEqual([undefined, []])
    const wrong = pictureMachine(commands, { named: '/opt/else' })
    expect([await bringChromium(wrong.machine), wrong.steps]).toEqual(['/opt/else is no Chromium', []])
  })

  test('does not take a command that only tells how to install one', async () => {
    const stub = {
      code: 1,
      output: "'/usr/bin/chromium-browser' requires the Chromium snap to be installed.",
    }
    const { machine } = pictureMachine({ 'chromium-browser': stub })
    expect(await bringChromium(machine)).toMatch(/^install Chromium or Chrome: https:/)
  })

  test('has the package manager fetch it and then, by what is there, install it', async () => {
    const { machine, steps, commands } = pictureMachine({
      'apt-get': apt,
      'apt-get 1': apt,
      'apt-get 2': apt,
    })
    const installing: PictureMachine = {
      ...machine,
      ask: (command, args, options) => {
        if (args.includes('--no-download')) commands['chromium'] = version
        return machine.ask(command, args, options)
      },
    }
    expect(await bringChromium(installing)).toBe(undefined)
    expect(steps).toEqual([said, 'install --download-only', 'install --no-download'])
  })

  test('fetches the lists of packages where it cannot be fetched at once, and notes that it failed', async () => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt })
    expect(await bringChromium(machine)).toMatch(/^apt-get could not install chromium:\nspawn ENOENT/)
    expect(steps).toEqual([said, 'install --download-only', 'update', 'install --download-only', 'noted'])
  })

  test('does not fetch again what is there but cannot be installed', async () => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt, 'apt-get 1': apt })
    expect(await bringChromium(machine)).toMatch(/^apt-get could not install chromium:\nspawn ENOENT/)
    expect(steps).toEqual([said, 'install --download-only', 'install --no-download', 'noted'])
  })

  test('does not take what has been installed and does not start', async () => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt, 'apt-get 1': apt, 'apt-get 2': apt })
    expect(await bringChromium(machine)).toBe('what apt-get installed does not start')
    expect(steps.at(-1)).toBe('noted')
  })

  test('does not try soon again what has failed', async () => {
    const failure = { isRecent: () => true, note: () => {} }
    const { machine, steps } = pictureMachine({ 'apt-get': apt }, { failure })
    expect(await bringChromium(machine)).toMatch(/^it could not be installed within the last hour/)
    expect(steps).toEqual([])
  })

  test('ends a package manager that waits for a silent mirror', async () => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt }, { patience: { ...patient, fetching: 1 } })
    const silent: PictureMachine = {
      ...machine,
      ask: async (command, args, { signal } = {}) => {
        const answer = await machine.ask(command, args)
        if (args.includes('install')) await ended(signal)
        return answer
      },
    }
    expect(await bringChromium(silent)).toBe('apt-get has not fetched it within 0.001 s')
    expect(steps.at(-1)).toBe('noted')
  })

  test('waits for another task no longer than for a mirror', async () => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt }, { patience: { ...patient, fetching: 1 } })
    const alone: PictureMachine['alone'] = async (_, { signal } = {}) => {
      await ended(signal)
      throw new Error('it has waited long enough')
    }
    expect(await bringChromium({ ...machine, alone })).toBe('it has waited long enough')
    expect(steps).toEqual([])
  })

  test('lets tests start without it where nothing else ends', async () => {
    const { machine } = pictureMachine({ 'apt-get': apt }, { patience: { ...patient, all: 1 } })
    const alone = (): Promise<never> => new Promise(() => {})
    expect(await bringChromium({ ...machine, alone })).toMatch(/^apt-get has not installed it within 0.001 s/)
  })

  test.each<[string, Partial<Machine>, RegExp]>([
    ['without the rights of root', { isRoot: false }, /sudo apt-get install chromium/],
    ['where services are started', { startsServices: true }, /sudo apt-get install chromium/],
    ['on macOS', { platform: 'darwin' }, /brew install --cask google-chrome/],
    ['on Windows', { platform: 'win32' }, /https:/],
  ])('leaves it to the user %s, and says how', async (_, changes, advice) => {
    const { machine, steps } = pictureMachine({ 'apt-get': apt }, changes)
    expect(await bringChromium(machine)).toMatch(advice)
    expect(steps).toEqual([])
  })
})

/** Resolves when the signal has ended what it was given to; without one, never. */
const ended = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    else signal?.addEventListener('abort', () => resolve())
  })
