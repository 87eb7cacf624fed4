import { readFileSync } from 'node:fs'

/** What the kernel counts processor time in, in microseconds: a hundredth of a second on every Linux that is usual. */
const tick = 10_000

/** The fields of `/proc/PID/stat` behind the name, which may hold anything but ends with the last parenthesis. */
function statOf(pid: number): readonly string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/** Processor time of a process, user and system, in microseconds. proc(5): fields 14 and 15. */
export function processorTime(pid: number): number {
  const stat = statOf(pid)
  return (Number(stat[11]) + Number(stat[12])) * tick
}

/** The processes that a process has started, and those that they have. */
export function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    .trim()
    .split(' ')
    .filter((child) => child !== '')
    .map(Number)
  return children.flatMap((child) => [child, ...childrenOf(child)])
}
