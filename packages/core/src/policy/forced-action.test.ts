import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { actionOf, decideByAction, obstacleTo, type StorageAction } from './forced-action.ts'
import type { ReplyVerdict } from './verdicts.ts'

const candidate = sampleResponse({ status: 201 })
const stored = sampleResponse({ status: 203 })
const splice = { before: null, after: null, answer: 'whole' } as const

describe('the action of a verdict', () => {
  test.each<[ReplyVerdict, StorageAction]>([
    [{ type: 'reply.store', stored }, 'insert'],
    [{ type: 'reply.combine', stored, splice }, 'insert'],
    [{ type: 'reply.freshen', stored }, 'update'],
    [{ type: 'reply.uncacheable' }, 'recordUncacheable'],
    [{ type: 'reply.decline' }, 'doNotStore'],
    [{ type: 'reply.expire', stored }, 'doNotStore'],
    [{ type: 'reply.masked' }, 'doNotStore'],
    [{ type: 'reply.failed' }, 'doNotStore'],
  ])('%j is %s', (verdict, action) => {
    expect(actionOf(verdict)).toBe(action)
  })
})

describe('an action that was chosen', () => {
  test.each<[StorageAction, ReplyVerdict, ReplyVerdict]>([
    ['insert', { type: 'reply.decline' }, { type: 'reply.store', stored: candidate }],
    ['insert', { type: 'reply.masked' }, { type: 'reply.store', stored: candidate }],
    ['insert', { type: 'reply.combine', stored, splice }, { type: 'reply.combine', stored, splice }],
    ['doNotStore', { type: 'reply.store', stored }, { type: 'reply.decline' }],
    ['doNotStore', { type: 'reply.freshen', stored: candidate }, { type: 'reply.freshen', stored }],
    ['doNotStore', { type: 'reply.masked' }, { type: 'reply.decline' }],
    ['doNotStore', { type: 'reply.failed' }, { type: 'reply.failed' }],
    ['recordUncacheable', { type: 'reply.store', stored }, { type: 'reply.uncacheable' }],
    ['update', { type: 'reply.freshen', stored }, { type: 'reply.freshen', stored }],
    ['update', { type: 'reply.expire', stored }, { type: 'reply.expire', stored }],
    ['doNotStore', { type: 'reply.orphaned' }, { type: 'reply.orphaned' }],
    ['update', { type: 'reply.orphaned' }, { type: 'reply.orphaned' }],
  ])('%s makes of %j %j', (action, natural, decided) => {
    expect(decideByAction(action, natural, { candidate, stored })).toEqual(decided)
  })
})

describe('no action for a reply is', () => {
  test.each<[StorageAction, string, number, RegExp]>([
    ['insert', 'GET', 304, /update.*doNotStore/],
    ['recordUncacheable', 'GET', 304, /update.*doNotStore/],
    ['update', 'GET', 200, /only a 304/],
    ['insert', 'HEAD', 200, /HEAD/],
    ['insert', 'GET', 206, /part/],
  ])('%s of %s answered %d', (action, method, status, reason) => {
    expect(obstacleTo(action, method, { status, reason: '', fields: [] })).toMatch(reason)
  })

  test.each<[StorageAction, string, number]>([
    ['update', 'GET', 304],
    ['doNotStore', 'GET', 304],
    ['insert', 'GET', 200],
    ['insert', 'GET', 503],
    ['update', 'HEAD', 200],
    ['doNotStore', 'HEAD', 200],
    ['recordUncacheable', 'GET', 200],
    ['recordUncacheable', 'HEAD', 200],
  ])('but %s of %s answered %d is one', (action, method, status) => {
    expect(obstacleTo(action, method, { status, reason: '', fields: [] })).toBeNull()
  })
})
