import diagnostics from 'node:diagnostics_channel'
import { describe, expect, test } from '@jest/globals'
import { channels, openChannels, type Channel } from './channels.ts'

const names = ['transition', 'flight', 'stuck', 'leak'] as const

describe.each(names)('the channel "%s"', (name) => {
  test('is that of the process, under the name of the product', () => {
    expect(channels[name]).toBe(diagnostics.channel(`cachechart:${name}`))
  })

  test('brings what is published to those who subscribe, as long as they do', () => {
    const heard: unknown[] = []
    const subscriber = (message: unknown, from: string | symbol) => heard.push([message, from])
    const channel = channels[name]
    const had = [channel.hasSubscribers]
    diagnostics.subscribe(`cachechart:${name}`, subscriber)
    had.push(channel.hasSubscribers)
    channel.publish('one')
    diagnostics.unsubscribe(`cachechart:${name}`, subscriber)
    had.push(channel.hasSubscribers)
    channel.publish('two')
    expect([had, heard]).toEqual([[false, true, false], [['one', `cachechart:${name}`]]])
  })
})

describe('where a platform has no channels', () => {
  test.each([
    ['no process', {}],
    ['a process that gives no modules', { process: {} }],
    ['a process that has no such module', { process: { getBuiltinModule: () => undefined } }],
  ])('nobody listens, and publishing does nothing: %s', (_what, platform) => {
    const opened = openChannels(platform)
    for (const name of names) {
      expect(opened[name].hasSubscribers).toBe(false)
      expect(() => {
        opened[name].publish('unheard')
      }).not.toThrow()
    }
  })
})

test('the module is asked of the process itself, by its full name', () => {
  const asked: unknown[] = []
  const channel = (name: string): Channel => ({
    hasSubscribers: false,
    publish: () => {
      asked.push(name)
    },
  })
  const process = {
    getBuiltinModule(name: string) {
      asked.push(this === process, name)
      return { channel }
    },
  }
  openChannels({ process }).leak.publish('')
  expect(asked).toEqual([true, 'node:diagnostics_channel', 'cachechart:leak'])
})
