import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { runCommandLine } from '../../packages/cli/src/run-command-line.ts'
import { HeldOrigin, WorkersGateway } from '../cli/workers-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

const origin = new HeldOrigin()
let gateway: WorkersGateway

beforeAll(async () => {
  gateway = new WorkersGateway(await origin.open(), ['--workers', '2'])
  await gateway.listening()
})
afterAll(async () => {
  await gateway.end()
  origin.close()
})

async function explain(...args: string[]) {
  const printed = { out: '', err: '' }
  const code = await runCommandLine(['explain', ...args, '--admin', gateway.admin], {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

describe('a gateway of several processes, each with a store of its own', () => {
  test('is explained by each of them', async () => {
    const client = await gateway.clientOf(1)
    await client.ask('/a')
    const { code, out } = await explain(`${gateway.url}/a`)
    expect(code).toBe(0)
    expect(out).toMatch(/^Worker 1\n\nHit: [^]*\nWorker 2\n\nMiss: nothing is stored for this key\.\n/)
    const { out: json } = await explain(`${gateway.url}/a`, '--json')
    expect(JSON.parse(json)).toMatchObject({
      workers: [
        { worker: 1, explanation: { outcome: 'hit.fresh' } },
        { worker: 2, explanation: { outcome: 'miss' } },
      ],
    })
  })

  test('tells what one of them waits for', async () => {
    const client = await gateway.clientOf(2)
    const waiting = client.ask('/held')
    while (origin.held.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    const { out } = await explain(`${gateway.url}/held`)
    expect(out).toMatch(
      /^Worker 1\n\nMiss: [^]*\nWorker 2\n\nWait: transaction \d+ asks the origin for the same already/,
    )
    origin.held.pop()?.end('held')
    await waiting
  })
})
