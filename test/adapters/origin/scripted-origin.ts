export { ScriptedOrigin } from '../../../packages/adapters/src/testing/origin/scripted-origin.ts'
