import {type Context, Hono} from 'hono'
import {bodyLimit} from 'hono/body-limit'
import openapi from '../../../../schemas/fleet.openapi.json' with {type: 'json'}
import type {Problem} from '../../../inventory/fleet-answers.generated.ts'
import {AibomError} from '../../../lib/errors.ts'
import {missingPage} from '../../../report/fleet/asset-page.ts'
import {signInPage} from '../../../report/fleet/sign-in-page.ts'
import {readStoredBom} from '../../../store/history.ts'
import {type Store, usable} from '../../../store/open-store.ts'
import {lastBom} from '../../../store/views/repositories.ts'
import {gateOf, guardHeaders, guardHost} from './guard.ts'
import type {PolicyWatch} from './policy-watch.ts'
import {serverLinks} from './server-links.ts'
import {type Ask, needed, notHere, wantedOf} from './view.ts'
import {csvViews, views} from './views.ts'

/** What every request to the server shares. */
export interface AppOptions {
  readonly store: Store
  readonly policy: PolicyWatch
  readonly token: string | undefined
  readonly now: () => number
  /** called once for each request */
  readonly count: () => void
}

const signInPath = '/sign-in'
const formLimitBytes = 4096

/** Everything that `aibom fleet serve` answers; it only reads. */
export function fleetApp(options: AppOptions): Hono {
  const {token, count} = options
  const app = new Hono()
  const gate = gateOf(token)
  app.use(guardHeaders)
  app.use((_context, next) => {
    count()
    return next()
  })
  app.use(guardHost(token, problem))
  app.post(signInPath, bodyLimit({maxSize: formLimitBytes}), async context => {
    const {token: given} = await context.req.parseBody()
    const isIn = gate.signIn(context, typeof given === 'string' ? given : '')
    return isIn ? context.redirect('/', 303) : context.html(signInPage(signInPath, true), 401)
  })
  app.use(async (context, next) => {
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD')
      return problem(context, 405, 'this server only reads: GET and HEAD')
    if (gate.isOpen(context)) return next()
    return isPage(context)
      ? context.html(signInPage(signInPath, false), 401)
      : problem(context, 401, 'the token is missing or wrong')
  })
  routes(app, options)
  app.notFound(context => failure(context, new AibomError('AIBOM_FLEET_NOT_THERE', 'there is no such page')))
  app.onError((error, context) => failure(context, error))
  return app
}

function routes(app: Hono, options: AppOptions): void {
  const {store} = options
  for (const view of views) {
    const answered = (context: Context) => usable(store.shown, () => view.answer(askOf(context, options)))
    app.get(view.path, async context => context.html((await answered(context)).html(serverLinks)))
    app.get(`/api/v1/${view.name}`, async context => context.json((await answered(context)).json))
  }
  for (const {name, csv} of csvViews) {
    app.get(`/csv/${name}.csv`, async context => {
      const text = await usable(store.shown, () => csv(askOf(context, options), serverLinks))
      return context.body(text, 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${name}.csv"`,
      })
    })
  }
  app.get('/api/v1/bom', async context => {
    const document = await usable(store.shown, async () => {
      const sha256 = await lastBom(store, needed(askOf(context, options), 'address'))
      if (sha256 === undefined) throw notHere('BOM')
      return readStoredBom(store, sha256)
    })
    return context.body(document, 200, {
      'content-type': 'application/vnd.cyclonedx+json',
      'content-disposition': 'attachment; filename="bom.cdx.json"',
    })
  })
  app.get('/api/v1/openapi.json', context => context.json(openapi))
}

function askOf(context: Context, {store, policy, now}: AppOptions): Ask {
  const parameters = context.req.query()
  return {store, policy, nowMs: now(), parameters, wanted: wantedOf(parameters)}
}

function isPage({req}: Context): boolean {
  return !req.path.startsWith('/api/') && !req.path.startsWith('/csv/')
}

type Status = 400 | 401 | 403 | 404 | 405 | 500 | 503

function failure(context: Context, error: unknown): Response {
  const known = error instanceof AibomError ? error : undefined
  const message = known?.message ?? 'this is a bug of aibom, please report it'
  const code = known?.code ?? 'AIBOM_BUG'
  const status =
    known === undefined ? 500 : code === 'AIBOM_FLEET_NOT_THERE' ? 404 : /^AIBOM_DATABASE_/.test(code) ? 503 : 400
  return isPage(context)
    ? context.html(missingPage(message, serverLinks), status)
    : context.json({code, message} satisfies Problem, status)
}

function problem(context: Context, status: Status, message: string): Response {
  return context.json({code: 'AIBOM_FLEET_REFUSED', message} satisfies Problem, status)
}
