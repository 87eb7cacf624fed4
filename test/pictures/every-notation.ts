import { createMachine } from 'xstate'

/** A machine with all that a statechart can hold. */
export const everyNotation = createMachine({
  id: 'player',
  description: 'Everything that a statechart can hold.',
  entry: 'log.open',
  initial: 'off',
  on: { power: '.off', panic: { actions: 'log.panic' }, '*': { actions: 'ignore' } },
  states: {
    off: {
      on: {
        power: 'on',
        reset: { target: 'off', reenter: true },
        again: { target: 'off', reenter: true, guard: 'isTwice' },
      },
    },
    on: {
      type: 'parallel',
      description: 'Two things go on at once, each by itself, until both have ended or the power fails.',
      onDone: 'off',
      states: {
        sound: {
          initial: 'loud',
          on: { restart: '.loud' },
          states: {
            loud: { on: { less: { target: 'quiet', guard: 'isAllowed' } } },
            quiet: { after: { 1000: 'loud', slow: 'end' } },
            end: { type: 'final' },
            h: { type: 'history' },
          },
        },
        picture: {
          initial: 'loading',
          invoke: { src: 'fetcher', id: 'fetcher', onDone: '.shown', onError: '#player.broken' },
          on: { up: '#player.on' },
          states: {
            loading: { always: [{ guard: 'isCached', target: 'shown' }] },
            shown: { type: 'final' },
            deep: { type: 'history', history: 'deep', target: 'loading' },
          },
        },
      },
    },
    broken: {
      tags: ['bad'],
      on: {
        back: 'on.sound.h',
        deepBack: 'on.picture.deep',
        both: { target: ['on.sound.quiet', 'on.picture.shown'] },
        less: 'end.inner',
      },
    },
    end: {
      initial: 'inner',
      on: { in: '.other' },
      states: { inner: { on: { out: '#player.end', over: 'other' } }, other: {} },
    },
  },
})
