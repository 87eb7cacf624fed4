import { conformOn } from './conform-on.ts'

conformOn('two tiers')
