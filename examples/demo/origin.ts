import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRoutes } from './routes.ts'
import { send, type Route } from './route.ts'

type Routes = Readonly<Record<string, Route>>

/** A web server that is slow, varies and fails on demand: something worth having a cache in front of. */
export function createDemoOrigin(): Server {
  const routes = createRoutes()
  return createServer((request, response) => {
    const [path = '/'] = request.url?.split('?') ?? []
    const route = path === '/' ? indexOf(routes) : routes[path]
    answer(route ?? notFound, request, response).catch((error: unknown) => response.destroy(asError(error)))
  })
}

async function answer(route: Route, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await route.answer(request, response)
}

const indexOf = (routes: Routes): Route => ({
  about: 'this page',
  answer(request, response) {
    const items = Object.entries(routes).map(
      ([path, { about }]) => `<li><a href="${path}">${path}</a>: ${about}`,
    )
    const body = `<!doctype html>
<html lang="en">
<title>cachechart demonstration</title>
<h1>What this origin serves</h1>
<ul>
${items.join('\n')}
</ul>
</html>
`
    const fields = { 'Cache-Control': 'max-age=60', 'Content-Type': 'text/html; charset=utf-8' }
    send(request, response, { fields, body })
  },
})

const notFound: Route = {
  about: 'anything else',
  answer(request, response) {
    send(request, response, {
      status: 404,
      fields: {},
      body: 'There is nothing here; / lists what there is.\n',
    })
  },
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)))
