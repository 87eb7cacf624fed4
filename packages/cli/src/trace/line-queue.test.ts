import { describe, expect, test } from '@jest/globals'
import { LineQueue } from './line-queue.ts'

const textOf = (lines: readonly string[]): string => lines.join('')

function filled(maxBytes = 10): LineQueue {
  const queue = new LineQueue(maxBytes)
  for (const line of ['aa', 'bbb', 'c', 'dddd']) queue.add(line)
  return queue
}

describe('lines that wait', () => {
  test('are given in order, as many as there is room for', () => {
    const queue = filled()
    expect([0, 1, 2, 4, 5, 6, 9, 10, 99].map((room) => textOf(queue.first(room)))).toEqual([
      ...['', '', 'aa', 'aa', 'aabbb', 'aabbbc', 'aabbbc', 'aabbbcdddd', 'aabbbcdddd'],
    ])
  })

  test('stay until they are taken away', () => {
    const queue = filled()
    queue.remove(queue.first(2))
    expect([textOf(queue.first(99)), queue.length, queue.bytes]).toEqual(['bbbcdddd', 3, 8])
    queue.remove(queue.first(4))
    queue.add('e')
    expect([textOf(queue.first(99)), queue.length, queue.bytes]).toEqual(['dddde', 2, 5])
    queue.remove(queue.first(99))
    expect([queue.first(99), queue.length, queue.bytes]).toEqual([[], 0, 0])
  })

  test('count by their bytes', () => {
    const queue = new LineQueue(3)
    queue.add('é€')
    expect([queue.bytes, queue.first(4), queue.first(5)]).toEqual([5, [], ['é€']])
  })

  test('are enough when they have so many bytes as were said', () => {
    expect([9, 10, 11].map((bytes) => filled(bytes).isFull)).toEqual([true, true, false])
  })
})
