import { createMachine } from 'xstate'

const mixing = (event: string) => ({
  initial: 'mixing',
  states: { mixing: { on: { [event]: 'mixed' } }, mixed: { type: 'final' as const } },
})

/** Follows `examples/persisted-donut-maker/donutMachine.ts` of statelyai/xstate: regions within states within states. */
export const donut = createMachine({
  id: 'donut',
  initial: 'ingredients',
  states: {
    ingredients: { on: { NEXT: 'directions' } },
    directions: {
      initial: 'makeDough',
      onDone: 'fry',
      states: {
        makeDough: { on: { NEXT: 'mix' } },
        mix: {
          type: 'parallel',
          states: { mixDry: mixing('MIXED_DRY'), mixWet: mixing('MIXED_WET') },
          onDone: 'allMixed',
        },
        allMixed: { type: 'final' },
      },
    },
    fry: { on: { NEXT: 'flip' } },
    flip: { on: { NEXT: 'dry' } },
    dry: { on: { NEXT: 'glaze' } },
    glaze: { on: { NEXT: 'serve' } },
    serve: { on: { ANOTHER_DONUT: 'ingredients' } },
  },
})
