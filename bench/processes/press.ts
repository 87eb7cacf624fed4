/**
 * A process that sends requests over raw sockets: `press.ts <port> <path> <connections> <window>`. Each connection has
 * one request under way. An HTTP client library would cost more than the servers that are measured with it.
 */
import { connect } from 'node:net'
import { AnswerReader } from '../load/answer-reader.ts'
import type { Yield } from '../load/load.ts'
import { requestText } from '../load/request-text.ts'

const [port, path = '/', connections, window] = process.argv.slice(2)
const request = Buffer.from(requestText(`127.0.0.1:${port}`, path), 'latin1')
const end = performance.now() + Number(window)
let requests = 0

const connection = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const reader = new AnswerReader()
    const socket = connect({
      port: Number(port),
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafe(16 * 1024), callback },
    })
    socket.on('connect', () => socket.write(request)).on('error', reject)
    socket.on('close', resolve)

    function callback(length: number, buffer: Uint8Array): boolean {
      if (!reader.takes(buffer.subarray(0, length) as Buffer)) return true // the buffer is the one given above
      if (performance.now() < end) {
        requests += 1
        socket.write(request)
      } else socket.destroy()
      return true
    }
  })

const began = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, connection))
const result: Yield = { requests, seconds: (performance.now() - began) / 1000 }
process.send?.(result)
process.disconnect?.()
