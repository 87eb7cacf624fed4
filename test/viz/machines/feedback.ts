import { assign, createMachine } from 'xstate'

/** Follows `templates/react-ts/src/feedbackMachine.ts` of statelyai/xstate: a guard, and a transition of the root. */
export const feedback = createMachine({
  id: 'feedback',
  initial: 'prompt',
  context: { feedback: '' },
  states: {
    prompt: { on: { 'feedback.good': 'thanks', 'feedback.bad': 'form' } },
    form: {
      on: {
        'feedback.update': { actions: assign({ feedback: ({ event }) => String(event['value']) }) },
        back: { target: 'prompt' },
        submit: { guard: 'feedbackValid', target: 'thanks' },
      },
    },
    thanks: {},
    closed: { on: { restart: { target: 'prompt', actions: assign({ feedback: '' }) } } },
  },
  on: { close: '.closed' },
})
