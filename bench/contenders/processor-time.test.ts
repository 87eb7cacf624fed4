import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'
import { describe, expect, test } from '@jest/globals'
import { childrenOf, processorTime } from './processor-time.ts'

// Only Linux has /proc, and only there servers that are not Node take part.
const cases = platform() === 'linux' ? [process.pid] : []

describe('on Linux', () => {
  test.each(cases)('processor time is what a process counts itself', (pid) => {
    const began = processorTime(pid)
    const before = process.cpuUsage()
    while (process.cpuUsage(before).user < 200_000);
    const { user, system } = process.cpuUsage(before)
    expect(Math.abs(processorTime(pid) - began - user - system)).toBeLessThan(60_000)
  })

  test.each(cases)('the children of a process are found, and theirs', async (pid) => {
    const child = spawn('sh', ['-c', 'sh -c "echo begun; read line; true"; true'])
    try {
      await once(child.stdout, 'data')
      const found = childrenOf(pid)
      expect(found).toContain(child.pid)
      expect(childrenOf(child.pid ?? 0)).toHaveLength(1)
      expect(found).toEqual(expect.arrayContaining(childrenOf(child.pid ?? 0)))
    } finally {
      child.stdin.end()
      await once(child, 'exit')
    }
  })

  test('there is something to find out', () => {
    expect(cases.length === 1).toBe(platform() === 'linux')
  })
})
