import {join, resolve} from 'node:path'
import {makeNewFolder} from '../../../lib/fs/make-folder.ts'
import {writeNewFile} from '../../../lib/fs/write-file.ts'
import {readStoredBom} from '../../../store/history.ts'
import {openStore, type Store, usable} from '../../../store/open-store.ts'
import {assetList} from '../../../store/views/assets.ts'
import {ruleList} from '../../../store/views/groups.ts'
import {pageSize} from '../../../store/views/paging.ts'
import {lastBom, repositoryList} from '../../../store/views/repositories.ts'
import {type FleetOptions, storeAddress} from '../database.ts'
import {exportedTables, fileLinks} from './file-links.ts'
import {watchPolicy} from './policy-watch.ts'
import type {FleetServeResult} from './result.generated.ts'
import type {Ask} from './view.ts'
import {csvViews, views} from './views.ts'

/** What `aibom fleet serve --export` is asked. */
export interface FleetExportOptions extends FleetOptions {
  /** the folder, as typed */
  readonly folder: string
  readonly policy: string | undefined
}

const fileMode = 0o644

/**
 * `aibom fleet serve --export`: the same pages as files, for a server of files or a disk.
 * @throws {AibomError} `AIBOM_OUTPUT_EXISTS`, `AIBOM_OUTPUT_UNWRITABLE`; those of the database
 */
export async function exportFleet(options: FleetExportOptions): Promise<FleetServeResult> {
  const {folder, signal} = options
  await using store = await openStore(storeAddress(options), 'read')
  const absolute = resolve(options.cwd, folder)
  makeNewFolder(absolute, folder)
  const policy = watchPolicy(options)
  await policy.judge()
  let files = 0
  const write = (name: string, content: string): void => {
    signal.throwIfAborted()
    writeNewFile(join(absolute, name), content, {mode: fileMode, shownPath: `${folder}/${name}`})
    files++
  }
  const ask = {store, policy, nowMs: options.now(), parameters: {}, wanted: {page: 1, size: pageSize}}
  await usable(store.shown, () => writeAll(ask, write))
  return {schemaVersion: 1, exported: {folder, files}}
}

type Write = (name: string | undefined, content: string) => void

async function writeAll(ask: Ask, write: (name: string, content: string) => void): Promise<void> {
  const put: Write = (name, content) => {
    if (name !== undefined) write(name, content)
  }
  const {overview, providers, licenses, findings, changes, policy} = fileLinks
  for (const [name, file] of Object.entries({overview, providers, licenses, rules: findings, changes, policy}))
    put(file, await page(name, ask))
  for (const {name, csv} of csvViews) {
    if (exportedTables.includes(name)) put(fileLinks.csv(name), await csv(ask, fileLinks))
  }
  await writeAssets(ask, put)
  await writeRepositories(ask, put)
  for (const {rule} of (await ruleList(ask.store)).rules) {
    await writeList('findings', ask, put, {rule})
  }
}

async function writeAssets(ask: Ask, put: Write): Promise<void> {
  for (let at = 1, pages = 1; at <= pages; at++) {
    const list = await assetList(ask.store, '', {...ask.wanted, page: at})
    pages = list.pages
    for (const {identity} of list.assets)
      put(fileLinks.asset(identity), await page('asset', {...ask, parameters: {identity}}))
  }
  await writeList('assets', ask, put, {})
}

async function writeRepositories(ask: Ask, put: Write): Promise<void> {
  for (let at = 1, pages = 1; at <= pages; at++) {
    const list = await repositoryList(ask.store, '', {...ask.wanted, page: at})
    pages = list.pages
    for (const {address} of list.repositories) {
      put(fileLinks.repository(address), await page('repository', {...ask, parameters: {address}}))
      const bom = await bomOf(ask.store, address)
      if (bom !== undefined) put(fileLinks.bom(address), bom)
    }
  }
  await writeList('repositories', ask, put, {})
}

async function bomOf(store: Store, address: string): Promise<string | undefined> {
  const sha256 = await lastBom(store, address)
  return sha256 === undefined ? undefined : readStoredBom(store, sha256)
}

/** Every page of a list. */
async function writeList(
  list: 'assets' | 'repositories' | 'findings',
  ask: Ask,
  put: Write,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  for (let at = 1, pages = 1; at <= pages; at++) {
    const asked = {...ask, parameters, wanted: {...ask.wanted, page: at}}
    const {json, html} = await viewOf(list).answer(asked)
    pages = 'pages' in json ? Number(json.pages) : 1
    put(fileLinks.page(list, parameters['rule'] ?? '', at), html(fileLinks))
  }
}

async function page(name: string, ask: Ask): Promise<string> {
  return (await viewOf(name).answer(ask)).html(fileLinks)
}

function viewOf(name: string) {
  const view = views.find(each => each.name === name)
  if (view === undefined) throw new Error(`there is no view ${name}`)
  return view
}
