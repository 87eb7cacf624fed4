import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@jest/globals'
import type { Report } from './report/report.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('run.ts', import.meta.url))
const node = (...args: string[]) => run(process.execPath, ['--conditions=source', script, ...args])

test('a quick run prints one JSON document: figures for every contender, a verdict for every budget', async () => {
  const { stdout, stderr } = await node('--quick', '--json', 'machine')
  const { sections, length } = JSON.parse(stdout) as Report
  expect(length).toBe('quick')
  const comparisons = sections.flatMap((section) => section.comparisons)
  expect(comparisons.map(({ name }) => name)).toEqual(['machine, hit', 'machine, miss'])
  for (const comparison of comparisons) {
    if (comparison.kind !== 'time') throw new Error(`${comparison.name} is about ${comparison.kind}`)
    const { contenders, budgets } = comparison
    expect(contenders).toHaveLength(3)
    for (const { wall, cpu } of contenders) expect(Math.min(wall.low, cpu.low)).toBeGreaterThan(0)
    expect(budgets).toHaveLength(1)
  }
  expect(stderr).toContain('machine, miss, round 1 of 1')
}, 60_000)

test('a section that there is not ends with 2 and the help', async () => {
  await expect(node('nonsense')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('npm run bench'),
  })
}, 30_000)

test('a revision that there is not ends with 2 and leaves nothing behind', async () => {
  await expect(node('--compare', 'no-such-revision')).rejects.toMatchObject({
    code: 2,
    stderr: 'git knows no commit "no-such-revision"\n',
  })
}, 30_000)
