import { constants } from 'node:os'
import { readerHasLeft, type Terminal } from './terminal.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

/** SIGUSR1 is Node's own: it opens the debugger. */
const reportSignal = 'SIGUSR2'

/** One Ctrl-C may arrive several times: from the terminal, and again from each runner that passes it on. */
const sameKeystroke = 500

/** The terminal of this process. A reader that goes away (`| head`) is a wish to stop, not an error. */
export function processTerminal(): Terminal {
  const stops = new Set<(reason: string) => void>()
  const write = writer(() => {
    for (const stop of stops) stop(readerHasLeft)
  })
  return {
    out: (text) => write('stdout', text),
    err: (text) => write('stderr', text),
    isScreen: process.stderr.isTTY,
    screen: process.stdout.isTTY
      ? { columns: process.stdout.columns, hasColour: process.stdout.hasColors() }
      : undefined,
    onStop(stop) {
      stops.add(stop)
      const forget = listenToSignals(stop)
      return () => {
        stops.delete(stop)
        forget()
      }
    },
    onReport(report) {
      process.on(reportSignal, report)
      return () => {
        process.off(reportSignal, report)
      }
    },
  }
}

function listenToSignals(stop: (reason: string) => void): () => void {
  let asked: number | undefined
  const listener = (signal: NodeJS.Signals) => {
    if (asked === undefined) {
      asked = performance.now()
      stop(signal)
    } else if (performance.now() - asked > sameKeystroke) {
      process.exit(128 + constants.signals[signal])
    }
  }
  for (const signal of signals) process.on(signal, listener)
  return () => {
    for (const signal of signals) process.off(signal, listener)
  }
}

/**
 * Writes to one of the streams of this process. What cannot be written (a full disk) is lost, which is said once on the other
 * one: a gateway goes on without its log, and what ends well otherwise ends with 1.
 */
function writer(onReaderLeft: () => void): (to: 'stdout' | 'stderr', text: string) => boolean {
  let isLost = false
  const failed = (stream: 'stdout' | 'stderr', { code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') onReaderLeft()
    else if (!isLost) {
      isLost = true
      process.once('exit', (exitCode) => {
        if (exitCode === 0) process.exitCode = 1
      })
      write(stream === 'stdout' ? 'stderr' : 'stdout', `What is printed is lost: ${message}.\n`)
    }
  }
  // Where a file takes no more, some versions of Node throw, and some tell it as an event.
  const write = (to: 'stdout' | 'stderr', text: string) => {
    try {
      return process[to].write(text)
    } catch (error) {
      failed(to, error as NodeJS.ErrnoException) // of the system
      return false
    }
  }
  process.stdout.on('error', (error) => failed('stdout', error))
  process.stderr.on('error', (error) => failed('stderr', error))
  return write
}
