import { fieldValue, hasField, type FieldLines } from '@cachechart/core'
import { gunzipSync, gzipSync } from 'node:zlib'
import { ContractError } from '../contract-error.ts'
import type { BackendCheck } from './backend-check.ts'
import { expectSame } from './backend-stage.ts'

const linesOf = (fields: FieldLines, ...names: string[]): string[] =>
  fields.flatMap((text, index) =>
    index % 2 === 0 && names.includes(text.toLowerCase()) ? [`${text}: ${fields[index + 1] ?? ''}`] : [],
  )

/** What comes of a request. */
export const replyChecks: readonly BackendCheck[] = [
  {
    name: 'a response is handed out with its status, fields and body',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeHead(201, { 'Cache-Control': 'max-age=60', ETag: '"1"' }).end('hello')
      }
      const reply = await stage.send('/')
      expectSame('the status', reply.status, 201)
      expectSame('Cache-Control', fieldValue(reply.fields, 'cache-control'), 'max-age=60')
      expectSame('ETag', fieldValue(reply.fields, 'etag'), '"1"')
      expectSame('the body', await stage.text(reply), 'hello')
    },
  },
  {
    name: 'each Set-Cookie is a line of its own',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeHead(200, ['Set-Cookie', 'a=1; Path=/', 'X', 'y', 'Set-Cookie', 'b=2']).end()
      }
      const { fields } = await stage.send('/')
      const cookies = linesOf(fields, 'set-cookie').map((line) => line.toLowerCase())
      expectSame('the lines', cookies, ['set-cookie: a=1; path=/', 'set-cookie: b=2'])
    },
  },
  {
    name: 'repeated lines of a field stay apart',
    needs: 'lines',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeHead(200, ['Vary', 'Accept', 'Vary', 'Cookie']).end()
      }
      const { fields } = await stage.send('/')
      const lines = linesOf(fields, 'vary').map((line) => line.toLowerCase())
      expectSame('the lines', lines, ['vary: accept', 'vary: cookie'])
    },
  },
  {
    name: 'field lines keep their order and spelling',
    needs: 'spelling',
    check: async (stage) => {
      const fields = ['X-Second', '2', 'x-FIRST', '1', 'X-Second', '3']
      stage.origin.listener = (_request, response) => {
        response.writeHead(200, fields).end()
      }
      const reply = await stage.send('/')
      expectSame('the lines', linesOf(reply.fields, 'x-first', 'x-second'), [
        'X-Second: 2',
        'x-FIRST: 1',
        'X-Second: 3',
      ])
    },
  },
  {
    name: 'error statuses and redirects are responses, handed out as they are',
    check: async (stage) => {
      stage.origin.listener = (request, response) => {
        response.writeHead(Number(request.url?.slice(1)), { Location: '/elsewhere' }).end('as it is')
      }
      for (const status of [301, 404, 500, 503, 599]) {
        const reply = await stage.send(`/${status}`)
        expectSame('the status', reply.status, status)
        expectSame(`the body of ${status}`, await stage.text(reply), 'as it is')
      }
      expectSame('what the origin was asked for', stage.origin.seen.length, 5)
    },
  },
  {
    name: 'HEAD, 204 and 304 have no body, whatever they say of its length',
    check: async (stage) => {
      stage.origin.listener = (request, response) => {
        const status = Number(request.url?.slice(1))
        response.writeHead(status, status === 204 ? {} : { 'Content-Length': '5' }).end()
      }
      for (const [method, status] of [['HEAD', 200] as const, ['GET', 204] as const, ['GET', 304] as const]) {
        const reply = await stage.send(`/${status}`, { method })
        expectSame(`the status of ${method}`, reply.status, status)
        expectSame(`the body of ${method} ${status}`, reply.body, null)
        if (method === 'HEAD')
          expectSame('Content-Length of HEAD', fieldValue(reply.fields, 'content-length'), '5')
      }
    },
  },
  {
    name: 'a body that is empty, and one that ends with its connection, are whole',
    check: async (stage) => {
      stage.origin.listener = (request, response) => {
        if (request.url === '/empty') response.writeHead(200, { 'Content-Length': '0' }).end()
        else request.socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nto the end')
      }
      expectSame('the empty body', await stage.text(await stage.send('/empty')), '')
      expectSame('the other body', await stage.text(await stage.send('/closing')), 'to the end')
    },
  },
  {
    name: 'what it says of a coded body is true of the bytes that it hands out',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('in other words'))
      }
      const reply = await stage.send('/', { fields: ['Accept-Encoding', 'gzip'] })
      const bytes = await stage.read(reply)
      const isCoded = hasField(reply.fields, 'content-encoding')
      expectSame('the body', (isCoded ? gunzipSync(bytes) : bytes).toString(), 'in other words')
    },
  },
  {
    name: 'interim responses are told of, before the final one',
    needs: 'interim',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end('final'))
      }
      const told: string[] = []
      const reply = await stage.send('/', {
        onInformation: ({ status, fields }) => told.push(`${status} ${fieldValue(fields, 'link') ?? ''}`),
      })
      expectSame('what was told when the head came', told, ['103 </style.css>; rel=preload'])
      expectSame('the final status', reply.status, 200)
      expectSame('the body', await stage.text(reply), 'final')
    },
  },
  {
    name: 'an interim response that nobody asked to be told of does no harm',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end('final'))
      }
      const reply = await stage.send('/')
      expectSame('the status', reply.status, 200)
      expectSame('the body', await stage.text(reply), 'final')
    },
  },
  {
    name: 'trailer fields are there once the body has ended',
    needs: 'trailers',
    check: async (stage) => {
      stage.origin.listener = (_request, response) => {
        response.writeHead(200, { Trailer: 'X-Sum' })
        response.write('hello')
        response.addTrailers({ 'X-Sum': '5' })
        response.end()
      }
      const reply = await stage.send('/')
      expectSame('the body', await stage.text(reply), 'hello')
      if (reply.trailers === undefined) throw new ContractError('the reply has no trailers()')
      expectSame('the trailer fields', fieldValue(reply.trailers(), 'x-sum'), '5')
    },
  },
]
