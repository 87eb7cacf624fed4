import { and, createMachine, not, raise, sendTo, setup, spawnChild, stateIn } from 'xstate'

/**
 * Follows the examples of stately.ai/docs/transitions, /guards and /delayed-transitions: any event, any event of a kind,
 * forbidden ones, guards made of others, delays by name, several targets.
 */
export const wildcards = setup({
  delays: { timeout: 1000 },
  guards: { isValid: () => true, isBanned: () => false },
  actors: { logger: createMachine({ id: 'logger' }) },
}).createMachine({
  id: 'feedback.survey',
  type: 'parallel',
  entry: spawnChild('logger', { id: 'log' }),
  states: {
    form: {
      initial: 'asleep',
      states: {
        asleep: { on: { '*': 'awake', 'mouse.move': {}, 'key.*': undefined } },
        awake: {
          on: {
            'feedback.*': [
              {
                guard: and(['isValid', not('isBanned')]),
                target: 'sent',
                actions: sendTo('log', { type: 'noted' }),
              },
              {
                guard: stateIn({ network: 'offline' }),
                actions: raise({ type: 'retry' }, { delay: 'timeout' }),
              },
            ],
            reset: {
              target: ['#feedback\\.survey.form.asleep', '#feedback\\.survey.network.online'],
              reenter: true,
            },
          },
          after: { timeout: 'asleep', 5000: { guard: 'isBanned', target: 'sent' } },
        },
        sent: { type: 'final' },
      },
    },
    network: {
      initial: 'online',
      states: { online: { on: { lost: 'offline' } }, offline: { on: { found: 'online' } } },
    },
  },
})
