import { afterEach, describe, expect, test } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import { outcomeOf } from '../fixtures/outcome-of.ts'
import { message } from '../fixtures/raw-origin.ts'
import { rawStage, type RawStage } from '../fixtures/raw-stage.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'

let stage: RawStage
afterEach(() => strike(stage))

const minute = 'Cache-Control: max-age=60'

describe.each(ways)('before the $front on the interpreter "$interpreter", a reply', (way) => {
  test.each([
    ['HTTP/1.1 203 Other', 'hit'],
    ['HTTP/1.1 404 Not Found', 'hit'],
    ['HTTP/1.1 418 I am a teapot', 'hit'],
    ['HTTP/1.1 500 Broken', 'hit'],
    ['HTTP/1.1 599 Unknown', 'hit'],
    ['HTTP/1.1 206 Part', 'asked again'],
    ['HTTP/1.1 600 Too high', 'asked again'],
    ['HTTP/1.1 999 Much too high', 'asked again'],
  ])('"%s" with a lifetime goes through as it is, and leads to: %s', async (line, sequel) => {
    stage = await rawStage(way, (socket) => socket.write(message([line, minute], 'body')))
    const { front, origin } = stage
    const status = Number(line.slice(9, 12))
    const answers = [await ask(front, '/'), await ask(front, '/')]
    expect(answers.map((answer) => [answer.status, answer.body.toString()])).toEqual([
      [status, 'body'],
      [status, 'body'],
    ])
    expect(origin.heads).toHaveLength(sequel === 'hit' ? 1 : 2)
  })

  test.each([
    ['an empty reason', 'HTTP/1.1 200 '],
    ['no reason', 'HTTP/1.1 200'],
    ['a reason of odd bytes', 'HTTP/1.1 200 \x80\xff\t!'],
    ['a reason of 1 kB', `HTTP/1.1 200 ${'a'.repeat(1_000)}`],
  ])('with %s goes through, and can be had again', async (_title, line) => {
    stage = await rawStage(way, (socket) => socket.write(message([line, minute], 'body'), 'latin1'))
    const { front, origin } = stage
    expect(await outcomeOf(front, '/')).toBe('200 body')
    expect(await outcomeOf(front, '/')).toBe('200 body')
    expect(origin.heads).toHaveLength(1)
  })

  test.each([
    ['HTTP/1.1', `HTTP/1.1 200 OK\r\n${minute}\r\n\r\nup to the end`],
    ['HTTP/1.0', `HTTP/1.0 200 OK\r\n${minute}\r\n\r\nup to the end`],
  ])('of %s that ends with its connection is whole', async (_title, text) => {
    stage = await rawStage(way, (socket) => socket.end(text))
    const { front, origin } = stage
    expect(await outcomeOf(front, '/')).toBe('200 up to the end')
    expect(await outcomeOf(front, '/')).toBe('200 up to the end')
    expect(origin.heads).toHaveLength(1)
  })

  test('after early hints is the reply', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n'
    stage = await rawStage(way, (socket) =>
      socket.write(hints + message(['HTTP/1.1 200 OK', minute], 'body')),
    )
    const { front, origin } = stage
    expect(await outcomeOf(front, '/')).toBe('200 body')
    expect(await outcomeOf(front, '/')).toBe('200 body')
    expect(origin.heads).toHaveLength(1)
  })

  test.each([
    ['one more byte', '!'],
    ['another reply', message(['HTTP/1.1 200 OK', minute], 'poison')],
    ['much more', 'HTTP/1.1 200 OK\r\n'.repeat(10_000)],
  ])('with %s behind it is the reply, and what is behind is nobody’s', async (_title, excess) => {
    stage = await rawStage(way, (socket, _head, count) => {
      const reply = message(['HTTP/1.1 200 OK', minute], `reply ${count}`)
      socket.write(count === 0 ? reply + excess : reply)
    })
    const { front } = stage
    expect(await outcomeOf(front, '/a')).toBe('200 reply 0')
    const others = ['/b', '/c', '/d', '/a', '/b']
    const answers = []
    for (const path of others) answers.push(await outcomeOf(front, path))
    expect(answers).toEqual(['200 reply 1', '200 reply 2', '200 reply 3', '200 reply 0', '200 reply 1'])
  })

  test.each([204, 304])(
    'to a condition with status %i and a body that must not be there is not waited for',
    async (status) => {
      stage = await rawStage(way, (socket, _head, count) => {
        const odd = `HTTP/1.1 ${status} Odd\r\nContent-Length: 7\r\nCache-Control: no-store\r\n\r\nnothing`
        socket.write(count === 0 ? odd : message(['HTTP/1.1 200 OK', minute], 'body'))
      })
      const { front } = stage
      const headers = { 'if-none-match': '"x"', 'cache-control': 'no-store' }
      expect(await outcomeOf(front, '/', { headers })).toBe(String(status))
      expect(await outcomeOf(front, '/')).toBe('200 body')
    },
  )
})
