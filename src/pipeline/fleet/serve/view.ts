import {AibomError} from '../../../lib/errors.ts'
import {type DataTable, rowsCsv, tableCsv} from '../../../report/fleet/data-table.ts'
import type {Links} from '../../../report/fleet/links.ts'
import type {Store} from '../../../store/open-store.ts'
import {pageSize, type Wanted} from '../../../store/views/paging.ts'
import type {PolicyWatch} from './policy-watch.ts'

/** What is asked of a view. */
export interface Ask {
  readonly store: Store
  readonly nowMs: number
  readonly policy: PolicyWatch
  readonly parameters: Readonly<Record<string, string>>
  readonly wanted: Wanted
}

/** An answer, and the page that shows it. */
export interface Answered {
  readonly json: object
  html(links: Links): string
}

/** One answer in its forms. */
export interface View {
  /** below `/api/v1/`, and below `/` unless another path is named */
  readonly name: string
  readonly path: string
  /** @throws {AibomError} for a parameter, for what is not there, for a database that does not answer */
  answer(ask: Ask): Promise<Answered>
}

/** Rows of a CSV that are read at once. */
const csvRows = 10_000

/** A table of a view, as CSV: every page of it. */
export interface CsvView {
  readonly name: string
  csv(ask: Omit<Ask, 'wanted'>, links: Links): Promise<string>
}

/** How a view is read, and how it looks; `read` gives undefined for what the fleet does not have. */
export interface Definition<Answer extends object> {
  readonly name: string
  readonly path?: string
  read(ask: Ask): Promise<Answer | undefined>
  readonly page: (answer: Answer, links: Links) => string
  readonly tables?: Readonly<Record<string, (answer: Answer, links: Links) => DataTable>>
}

/** A view and its tables, from how it is read and how it looks. */
export function define<Answer extends object>({
  name,
  path,
  read,
  page,
  tables = {},
}: Definition<Answer>): readonly [View, readonly CsvView[]] {
  const found = async (ask: Ask): Promise<Answer> => {
    const answer = await read(ask)
    if (answer === undefined) throw notHere(name)
    return answer
  }
  const view: View = {
    name,
    path: path ?? `/${name}`,
    answer: async ask => {
      const json = await found(ask)
      return {json, html: links => page(json, links)}
    },
  }
  const sheets = Object.entries(tables).map(
    ([sheet, table]): CsvView => ({
      name: sheet,
      csv: async (ask, links) => {
        const pageAt = (number: number): Promise<Answer> =>
          found({...ask, wanted: {page: number, size: csvRows, isWhole: true}})
        const first = await pageAt(1)
        const parts = [tableCsv(table(first, links))]
        for (let number = 2; number <= pagesOf(first); number++) parts.push(rowsCsv(table(await pageAt(number), links)))
        return parts.join('')
      },
    }),
  )
  return [view, sheets]
}

function pagesOf(answer: object): number {
  return 'pages' in answer && typeof answer.pages === 'number' ? answer.pages : 1
}

/** `AIBOM_FLEET_NOT_THERE`; `name` is that of the view. */
export function notHere(name: string): AibomError {
  return new AibomError('AIBOM_FLEET_NOT_THERE', `the fleet has no such ${name}`, {
    hint: 'It may have another name, or was never read',
  })
}

const longest = 4000

/**
 * A parameter that has to be there.
 * @throws {AibomError} `AIBOM_FLEET_PARAMETER`
 */
export function needed({parameters}: Ask, name: string): string {
  const value = parameters[name]
  if (value === undefined || value === '') throw badParameter(`${name} is missing`)
  return value
}

/**
 * The parameters of a request and the page that it asks for.
 * @throws {AibomError} `AIBOM_FLEET_PARAMETER`
 */
export function wantedOf(parameters: Readonly<Record<string, string>>): Wanted {
  const tooLong = Object.entries(parameters).find(([, value]) => value.length > longest)
  if (tooLong !== undefined) throw badParameter(`${tooLong[0].slice(0, 20)} is longer than ${longest} characters`)
  const {page = '1'} = parameters
  if (!/^[1-9]\d{0,5}$/.test(page)) throw badParameter('page is not a number from 1')
  return {page: Number(page), size: pageSize}
}

function badParameter(message: string): AibomError {
  return new AibomError('AIBOM_FLEET_PARAMETER', message, {hint: 'The parameters are in /api/v1/openapi.json'})
}
