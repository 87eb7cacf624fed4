import { expect, test } from '@jest/globals'
import type { Profiler } from 'node:inspector'
import { readProfile } from './read-profile.ts'

const node = (id: number, functionName: string, url: string): Profiler.ProfileNode => ({
  id,
  callFrame: { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 },
})

test('self time is added up by function and by module, without waiting and without the profiler', () => {
  const { total, functions, modules } = readProfile({
    nodes: [
      node(1, '(idle)', ''),
      node(2, 'step', 'file:///somewhere/packages/core/dist/engine/step.js'),
      node(3, 'write', 'node:net'),
      node(4, 'step', 'file:///somewhere/packages/core/dist/engine/step.js'),
      node(5, 'get', 'file:///node_modules/.pnpm/lru@1/node_modules/lru-cache/index.js'),
      node(6, 'writev', ''),
      node(7, '(garbage collector)', ''),
      node(8, 'post', 'node:inspector'),
    ],
    startTime: 0,
    endTime: 0,
    samples: [1, 2, 3, 4, 5, 6, 7, 8],
    timeDeltas: [9000, 1000, 2000, 3000, 500, 250, 125, 7000],
  })
  expect(total).toBeCloseTo(6.875)
  expect(functions[0]).toEqual({ name: 'step step.js', self: 4 })
  expect(modules.map(({ name, self }) => [name, self])).toEqual([
    ['core/engine', 4],
    ['node:net', 2],
    ['lru-cache', 0.5],
    ['native code (sockets, parser, V8)', 0.25],
    ['garbage collection', 0.125],
  ])
})
