import { conformOn } from './conform-on.ts'

conformOn('a Redis cluster')
