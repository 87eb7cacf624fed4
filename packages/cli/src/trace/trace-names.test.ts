import { describe, expect, test } from '@jest/globals'
import { fileOfWorker, olderFile } from './trace-names.ts'

describe('the files of a trace', () => {
  test.each([
    ['trace.jsonl', 'trace.w2.jsonl', 'trace.1.jsonl'],
    ['/var/log/trace.jsonl', '/var/log/trace.w2.jsonl', '/var/log/trace.1.jsonl'],
    ['./a.b/trace', './a.b/trace.w2', './a.b/trace.1'],
    ['.trace', '.trace.w2', '.trace.1'],
    ['all.the.trace', 'all.the.w2.trace', 'all.the.1.trace'],
  ])('%s: of a worker, %s; the one before, %s', (file, ofWorker, older) => {
    expect(fileOfWorker(file, 2)).toBe(ofWorker)
    expect(olderFile(file, 1)).toBe(older)
    expect(olderFile(file, 0)).toBe(file)
  })
})
