import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createServer, type Server } from 'node:http'
import { bodyOf, sampleBody } from '../contenders/sample-messages.ts'
import { listen } from '../contenders/serving.ts'
import { answerOfCache, exchangeWith, plainly, sized, type Exchange } from './exchange.ts'

let server: Server
let url: string
let body: Uint8Array
let status: number

beforeEach(async () => {
  body = sampleBody
  status = 200
  server = createServer((_request, response) => response.writeHead(status).end(body))
  url = `http://127.0.0.1:${await listen(server)}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test('the right answer is handed over', async () => {
  expect((await exchangeWith(url, plainly())).bytes).toEqual(new Uint8Array(sampleBody))
})

test('a body of the right length with another byte in it is an error', async () => {
  body = Uint8Array.from(sampleBody, (byte, index) => (index === 700 ? byte + 1 : byte))
  await expect(exchangeWith(url, plainly())).rejects.toThrow('not the right answer')
})

test('another status is an error', async () => {
  status = 502
  await expect(answerOfCache(url, plainly())).rejects.toThrow('502')
})

test('a part from the wrong place is an error', async () => {
  const part: Exchange = { ...sized(1_000), body: { length: 1_000, from: 100, to: 200 } }
  body = bodyOf(1_000).subarray(100, 200)
  await exchangeWith(url, part)
  body = bodyOf(1_000).subarray(101, 201)
  await expect(exchangeWith(url, part)).rejects.toThrow('not the right answer')
})
