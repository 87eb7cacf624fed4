import type { AdapterName } from '../adapter.ts'
import type { Subject, SubjectParts } from './subject.ts'
import { fetchSubject } from './subjects/fetch-subject.ts'
import { gatewaySubject } from './subjects/gateway-subject.ts'
import { middlewareSubject } from './subjects/middleware-subject.ts'
import { undiciSubject } from './subjects/undici-subject.ts'
import { webSubject } from './subjects/web-subject.ts'

type Create = (parts: SubjectParts) => Subject | Promise<Subject>

/** How each adapter is put up. */
export const createSubject: Readonly<Record<AdapterName, Create>> = {
  gateway: gatewaySubject,
  fetch: fetchSubject,
  undici: undiciSubject,
  web: webSubject,
  middleware: middlewareSubject,
}
