import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, jest, test } from '@jest/globals'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

/** A file on a disk that is full, where the system has one. */
const full = '/dev/full'
const describeWithFull = existsSync(full) ? describe : describe.skip

/** Runs a command whose results go to a disk that is full; what it says on standard error comes piece by piece. */
function cachechart(...args: readonly string[]): {
  process: ChildProcess
  said: (text: RegExp) => Promise<void>
} {
  const program = spawn(process.execPath, ['--conditions=source', 'packages/cli/src/main.ts', ...args], {
    stdio: ['ignore', openSync(full, 'w'), 'pipe'],
  })
  let err = ''
  program.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const said = async (text: RegExp) => {
    while (!text.test(err)) {
      if (program.stderr?.readableEnded !== false) throw new Error(`it has ended, and said: ${err}`)
      await Promise.race([once(program.stderr, 'data'), once(program.stderr, 'end')])
    }
  }
  return { process: program, said }
}

describeWithFull('on a full disk', () => {
  test('a gateway goes on without its log', async () => {
    const origin = createServer((_request, response) => response.end('body')).listen(0, '127.0.0.1')
    await once(origin, 'listening')
    const { port } = origin.address() as AddressInfo // it listens on a port
    const gateway = cachechart(
      'gateway',
      `http://127.0.0.1:${port}`,
      '--port',
      '0',
      '--admin-port',
      '0',
      '--json-log',
    )
    let url = ''
    gateway.process.stderr?.on('data', (text: string) => {
      url ||= /Listening on (\S+),/.exec(text)?.[1] ?? ''
    })
    await gateway.said(/Listening on/)
    expect(await (await fetch(url)).text()).toBe('body')
    await gateway.said(/What is printed is lost: ENOSPC/)
    expect(await (await fetch(url)).text()).toBe('body')
    gateway.process.kill('SIGTERM')
    expect(await once(gateway.process, 'exit')).toEqual([1, null])
    origin.close()
    origin.closeAllConnections()
  })

  test('a command ends with 1, and says why', async () => {
    const command = cachechart('--help')
    const ended = once(command.process, 'exit')
    await command.said(/^What is printed is lost: ENOSPC.*\n$/)
    expect(await ended).toEqual([1, null])
  })
})
