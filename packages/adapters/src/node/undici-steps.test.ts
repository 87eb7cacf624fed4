import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { Agent } from 'undici'
import { always, BackendFixture, never, readText, requestTo } from './fixtures/backend-fixture.ts'
import { undiciBackend } from './undici-backend.ts'

const fixture = new BackendFixture()
afterEach(() => fixture.stop())

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
const sent = ['connect', 'await the reply head']

/** A request to a port, and the steps that it is told of. */
const observed = (port: number) => {
  const steps: string[] = []
  return { steps, request: requestTo(port, { onStep: (step) => void steps.push(step) }) }
}

describe('the steps of a request', () => {
  test('are told on a new connection and on one that is kept alive', async () => {
    const origin = await fixture.startOrigin(always(ok))
    const dispatcher = new Agent({ connections: 1 })
    const backend = undiciBackend({ dispatcher })
    for (let count = 0; count < 2; count += 1) {
      const { steps, request } = observed(origin.port)
      await backend.send(request, never)
      expect(steps).toEqual(sent)
    }
    expect(origin.connections.size).toBe(1)
    await dispatcher.destroy()
  })

  test('end with its being sent: neither interim responses nor the reply and its body are any', async () => {
    const origin = await fixture.startOrigin((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha')
    })
    const { steps, request } = observed(origin.port)
    const { body } = await fixture.startBackend().send(request, never)
    for (const socket of origin.connections) socket.write('lf')
    expect(await readText(body)).toBe('half')
    expect(steps).toEqual(sent)
  })

  test('begin anew when its connection was lost and it is sent once more', async () => {
    const origin = await fixture.startOrigin((socket, _head, count) => {
      if (count === 1) socket.destroy()
      else socket.write(ok)
    })
    const backend = fixture.startBackend()
    await backend.send(requestTo(origin.port), never)
    const { steps, request } = observed(origin.port)
    await backend.send(request, never)
    expect(steps).toEqual([...sent, ...sent])
  })

  test('are at "connect" while it waits for a connection that others use, and stay there once it is cancelled', async () => {
    const asked = Promise.withResolvers<() => void>()
    const origin = await fixture.startOrigin((socket, _head, count) => {
      const answer = (): boolean => socket.write(ok)
      if (count === 0) asked.resolve(answer)
      else answer()
    })
    const dispatcher = new Agent({ connections: 1 })
    const backend = undiciBackend({ dispatcher })
    const first = backend.send(requestTo(origin.port), never)
    const answer = await asked.promise
    const abort = new AbortController()
    const cancelled = observed(origin.port)
    const gone = backend.send(cancelled.request, abort.signal)
    const patient = observed(origin.port)
    const last = backend.send(patient.request, never)
    expect(patient.steps).toEqual(['connect'])
    abort.abort()
    await expect(gone).rejects.toMatchObject({ code: 'ERR_BACKEND_CANCELLED' })
    answer()
    await first
    await last
    expect([cancelled.steps, patient.steps]).toEqual([['connect'], sent])
    await dispatcher.destroy()
  })

  test('end at "connect" when no connection can be had', async () => {
    const nobody = createServer().listen(0, '127.0.0.1')
    await once(nobody, 'listening')
    const { port } = nobody.address() as AddressInfo // a server on a port has such an address
    nobody.close()
    await once(nobody, 'close')
    const { steps, request } = observed(port)
    await expect(fixture.startBackend().send(request, never)).rejects.toMatchObject({
      code: 'ERR_BACKEND_UNREACHABLE',
    })
    expect(steps).toEqual(['connect'])
  })
})
