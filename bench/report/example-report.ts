import type { Report } from './report.ts'

const figure = (median: number) => ({ median, low: median * 0.9, high: median * 1.1 })

/** A report with one comparison of each kind, for tests of what is made of it. */
export const exampleReport: Report = {
  machine: {
    processor: 'Processor',
    cores: 4,
    memory: '8 GiB',
    system: 'Linux 6 x64',
    node: 'v24.0.0',
    undici: '8.0.0',
    xstate: '5.0.0',
    date: '2026-01-31',
    load: 0,
  },
  load: 'wrk',
  rounds: 3,
  length: 'full',
  sections: [
    {
      name: 'gateway',
      about: 'a gateway <under> load & "more"',
      comparisons: [
        {
          kind: 'time',
          name: 'gateway hit',
          about: 'A response that is stored.',
          operation: 'request',
          baseline: 'bare',
          contenders: [
            {
              name: 'gateway',
              owner: 'project',
              wall: figure(20),
              cpu: figure(21),
              allocated: figure(3_000),
              speed: figure(0.9),
              cpuSpeed: figure(0.8),
            },
            { name: 'bare', wall: figure(18), cpu: figure(17), speed: figure(1), cpuSpeed: figure(1) },
          ],
          leftOut: [{ name: 'nginx', reason: 'it is not installed' }],
          budgets: [
            {
              subject: 'gateway',
              against: 'bare',
              kind: 'speed',
              limit: 0.85,
              ratio: figure(0.9),
              cpuRatio: figure(0.8),
              verdict: 'met by time only',
            },
            {
              subject: 'gateway',
              against: 'nginx',
              kind: 'cost',
              limit: 3,
              verdict: 'left out',
              reason: 'nginx: it is not installed',
            },
          ],
        },
        {
          kind: 'latency',
          name: 'gateway latency',
          about: 'How long answers take.',
          baseline: 'bare',
          rate: 12_500,
          share: 0.5,
          contenders: [
            {
              name: 'gateway',
              saturation: 25_000,
              latency: { p50: figure(100), p90: figure(200), p99: figure(400), 'p99.9': figure(900) },
              ratio: { p50: figure(1), p90: figure(1), p99: figure(2), 'p99.9': figure(1) },
            },
            {
              name: 'bare',
              saturation: 30_000,
              latency: { p50: figure(100), p90: figure(200), p99: figure(200), 'p99.9': figure(900) },
              ratio: { p50: figure(1), p90: figure(1), p99: figure(1), 'p99.9': figure(1) },
            },
          ],
          leftOut: [],
          budgets: [
            {
              kind: 'latency',
              subject: 'gateway',
              against: 'bare',
              percentile: 'p99',
              limit: 2,
              ratio: figure(2),
              verdict: 'met',
            },
          ],
        },
      ],
    },
    {
      name: 'memory',
      about: 'what an entry takes',
      comparisons: [
        {
          kind: 'bytes',
          name: 'memory per entry',
          about: 'Entries of 1 KB.',
          unit: 'entry',
          baseline: 'theirs',
          contenders: [
            { name: 'ours', beyond: figure(600), held: figure(1_900), ratio: figure(0.5) },
            { name: 'theirs', beyond: figure(1_200), held: figure(2_500), ratio: figure(1) },
          ],
          leftOut: [],
          budgets: [{ kind: 'bytes', subject: 'ours', limit: 500, bytes: figure(600), verdict: 'not met' }],
        },
      ],
    },
  ],
}
