import { percentiles } from '../latency-comparison.ts'
import type { BytesResult, ComparisonResult, LatencyResult, TimeResult } from '../result.ts'
import { formatBytes, formatMicros, formatRate, formatRatio, grouped } from './format-figure.ts'

/** What a process that cannot be asked has not told. */
const unknown = '–'

/** A comparison as a table: its heading, then a row for each contender. */
export function rowsOf(result: ComparisonResult): string[][] {
  switch (result.kind) {
    case 'time':
      return timeRows(result)
    case 'latency':
      return latencyRows(result)
    case 'bytes':
      return bytesRows(result)
  }
}

function timeRows({ contenders, operation, baseline }: TimeResult): string[][] {
  const measured = [`time per ${operation}`, 'processor time', 'allocated']
  const heading = ['contender', `per second`, ...measured, `× ${baseline}`, 'by processor time']
  const rows = contenders.map(({ name, wall, cpu, allocated, speed, cpuSpeed }) => [
    name,
    formatRate(wall),
    formatMicros(wall),
    formatMicros(cpu),
    allocated === undefined ? unknown : formatBytes(allocated),
    ...(name === baseline ? ['1', '1'] : [formatRatio(speed), formatRatio(cpuSpeed)]),
  ])
  return [heading, ...rows]
}

function latencyRows({ contenders, baseline }: LatencyResult): string[][] {
  const heading = ['contender', 'saturated at', ...percentiles, `p99 × ${baseline}`]
  const rows = contenders.map(({ name, saturation, latency, ratio }) => [
    name,
    `${grouped(saturation)}/s`,
    ...percentiles.map((percentile) => formatMicros(latency[percentile])),
    name === baseline ? '1' : formatRatio(ratio.p99),
  ])
  return [heading, ...rows]
}

function bytesRows({ contenders, unit, columns, baseline }: BytesResult): string[][] {
  const measured = columns ?? [`per ${unit}, beyond its text`, 'with its text']
  const heading = ['contender', ...measured, `× ${baseline}`]
  const rows = contenders.map(({ name, beyond, held, ratio }) => [
    name,
    formatBytes(beyond),
    formatBytes(held),
    name === baseline ? '1' : formatRatio(ratio),
  ])
  return [heading, ...rows]
}

/** What else there is to say about a comparison: at which rate it was, and who did not take part. */
export function notesOf(result: ComparisonResult): string[] {
  const rate =
    result.kind === 'latency' && result.contenders.length > 0
      ? [
          `all asked ${grouped(result.rate)} times a second: ${formatShare(result.share)} of what the slowest of those that a promise names can bear`,
        ]
      : []
  return [...rate, ...result.leftOut.map(({ name, reason }) => `left out: ${name} (${reason})`)]
}

const formatShare = (share: number): string => `${Math.round(share * 100)} %`
