import { conformOn } from './conform-on.ts'

conformOn('Redis')
