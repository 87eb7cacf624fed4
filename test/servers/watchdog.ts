import { spawn } from 'node:child_process'

/**
 * Reads process ids, the latest of which counts, until whoever writes them is gone; then ends that process, be it paused, and
 * removes the folder. It outlives a signal to the whole group.
 */
const script = `
trap '' INT TERM HUP
while read -r line; do pid=$line; done
[ -n "$pid" ] && kill -9 "$pid" 2>/dev/null
rm -rf "$1"
`

/** Sees to it that a server ends with this process, even where this process is killed. */
export interface Watchdog {
  /** The process to end; `undefined`: none at present. */
  guard(pid: number | undefined): void
  /** Ends that process and removes the folder, now. */
  finish(): Promise<void>
}

/** Guards a server whose files are in `directory`. */
export function startWatchdog(directory: string): Watchdog {
  const child = spawn('sh', ['-c', script, 'watchdog', directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  child.unref()
  return {
    guard: (pid) => {
      child.stdin.write(`${pid ?? ''}\n`)
    },
    finish: () => {
      child.ref()
      child.stdin.end()
      return gone
    },
  }
}
