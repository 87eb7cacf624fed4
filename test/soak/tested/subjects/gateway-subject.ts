import { createGateway } from '@cachechart/adapters/node'
import { watchClients, type Subject, type SubjectParts } from '../subject.ts'

/** A gateway that clients ask over sockets. */
export async function gatewaySubject({ origin, options, onFailure }: SubjectParts): Promise<Subject> {
  const gateway = createGateway({ origin, ...options, onFailure })
  const clients = watchClients(gateway.server)
  const { port } = await gateway.listen({ port: 0 })
  return {
    cache: gateway.cache,
    clients,
    access: { type: 'port', port },
    close: () => gateway.close({ timeout: 1000 }),
  }
}
