import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from '../spawned-program.ts'
import type { SoakRecord } from './verdict/soak-record.ts'

/** The load, then all that may still be waited for, on a machine that has other work. */
jest.setTimeout(60_000)

const program = fileURLToPath(new URL('run.ts', import.meta.url))

describe('a short soak', () => {
  const soak = new SpawnedProgram(program, ['--seconds', '5', '--rate', '120', '--seed', '1', '--json'])
  let report: SoakRecord & { readonly verdict: string; readonly faults: readonly string[] }
  let code: number | null

  beforeAll(async () => {
    const ending = await soak.ended
    code = ending.code
    report = JSON.parse(soak.out)
  })
  afterAll(() => {
    soak.process.kill('SIGKILL')
  })

  test('finds nothing wrong', () => {
    expect(report.faults).toEqual([])
    expect(report.verdict).toBe('ok')
    expect(code).toBe(0)
  })

  test('has seen origin, store and clients fail', () => {
    const { tally, origin, settlement } = report
    expect(tally.sent).toBeGreaterThanOrEqual(600)
    expect(tally.kinds.left).toBeGreaterThan(0)
    expect(tally.kinds.gatewayError + tally.kinds.originError + tally.kinds.cut).toBeGreaterThan(0)
    expect(Object.keys(origin.fates)).toContain('stallBeforeHead')
    expect(settlement.counted.mishaps).toBeGreaterThan(0)
  })

  test('has seen requests that followed others, and answers from the store', () => {
    const { tally, origin } = report
    expect(tally.answers.collapsed).toBeGreaterThan(0)
    expect(tally.answers.hit).toBeGreaterThan(0)
    expect(origin.requests).toBeLessThan(tally.sent)
  })
})

describe('the command line of the soak', () => {
  test('explains itself', async () => {
    const help = new SpawnedProgram(program, ['--help'])
    expect(await help.ended).toEqual({ code: 0, signal: null })
    expect(help.out).toContain('--seconds N')
  })

  test('refuses a rate that is none', async () => {
    const refused = new SpawnedProgram(program, ['--rate', 'fast'])
    expect(await refused.ended).toEqual({ code: 2, signal: null })
    expect(refused.err).toContain('--rate is a positive integer, not "fast"')
  })
})
