import { createMachine } from 'xstate'

/** Follows the example of stately.ai/docs/import-from-code: a final state that is left when its time has come. */
export const video = createMachine({
  id: 'Video',
  initial: 'Closed',
  description: 'Plays one film.',
  states: {
    Closed: { on: { PLAY: { target: 'Opened' } } },
    Opened: {
      invoke: { src: 'startVideo' },
      initial: 'Playing',
      description: 'The film fills the screen.',
      onDone: { target: 'Closed' },
      states: {
        Playing: { on: { PAUSE: { target: 'Paused' }, STOP: { target: 'Stopped' } } },
        Paused: { on: { PLAY: { target: 'Playing' } } },
        Stopped: { type: 'final', after: { 5000: { target: '#Video.Closed', reenter: true } } },
      },
    },
  },
})
