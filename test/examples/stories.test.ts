import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from '../spawned-program.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

let program: SpawnedProgram | undefined
afterEach(() => void program?.process.kill('SIGKILL'))

const run = async (...command: [file: string, ...args: string[]]): Promise<SpawnedProgram> => {
  const [file, ...args] = command
  program = new SpawnedProgram(`examples/${file}`, args)
  expect(await program.ended).toEqual({ code: 0, signal: null })
  return program
}

describe('the write that is lost with its caller', () => {
  test('is made when the fetch is not the caller’s, and then the next one is not given old data', async () => {
    const { out } = await run('lost-write/main.ts')
    for (const moment of ['sending', 'asking']) {
      expect(out).toMatch(new RegExp(`^by hand +${moment} +5 +5 +the old edition$`, 'm'))
      expect(out).toMatch(new RegExp(`^cachedFetch +${moment} +\\d +1 +the new edition$`, 'm'))
      expect(out).toMatch(new RegExp(`^gateway +${moment} +\\d +1 +the new edition$`, 'm'))
    }
    expect(out).toContain(
      'By hand the write was lost each time; with cachechart it was made, whoever had left.',
    )
  })

  test('is saved by another order of two lines only from those who leave in the midst of sending', async () => {
    const { out } = await run('lost-write/main.ts')
    expect(out).toMatch(/^by hand, mended +sending +5 +1 +the new edition$/m)
    expect(out).toMatch(/^by hand, mended +asking +5 +5 +the old edition$/m)
  })
})

describe('the wake-up that is lost under load', () => {
  test('is found by what is stuck and by what is in flight, and nothing hangs for ever', async () => {
    const { out } = await run('lost-wake-up/main.ts', '--seconds', '1.5', '--rate', '500')
    expect(out).toMatch(
      /^stuck for \d+ ms: request \d+ in awaitBackend\.attached, at the step authenticate, /m,
    )
    expect(out).toMatch(/waits for the reply head, owed by origin, step: authenticate/)
    const [, most, all] =
      /^(\d+) of (\d+) requests that hang are in the same place: (?:.*), step authenticate\.$/m.exec(out) ??
      []
    expect([most, Number(all) > 0]).toEqual([all, true])
    const [, failed] =
      /answered, (\d+) failed at their deadline \(504\), 0 still in flight\.$/m.exec(out) ?? []
    expect(Number(failed)).toBeGreaterThan(0)
    expect(out).toMatch(/^Of 20 requests for one key, 1 never had its token: 19 answered, 1 failed\.$/m)
  })

  test('is not there when the client is mended', async () => {
    const { out } = await run('lost-wake-up/main.ts', '--seconds', '1', '--rate', '500', '--mended')
    expect(out).toMatch(/^\d+ answered, 0 failed at their deadline \(504\), 0 still in flight\.$/m)
    expect(out).toContain('Of 20 requests for one key, 0 never had its token: 20 answered, 0 failed.')
    expect(out).not.toContain('stuck')
  })
})
