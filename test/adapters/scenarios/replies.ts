export {
  fresh,
  one,
  oneWith,
  two,
  validated,
} from '../../../packages/adapters/src/testing/scenarios/replies.ts'
