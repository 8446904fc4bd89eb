import {domainToUnicode} from 'node:url'
import {parsePurl} from '../../bom/check/values.ts'
import {asText, recordsOf} from '../../lib/narrow.ts'
import type {ReviewContext} from '../context.ts'
import publishers from '../facts/publishers.json' with {type: 'json'}
import type {Part} from '../view.ts'

/** Letters of other scripts, and signs, that look like Latin ones. */
const confusable: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '5': 's',
  i: 'l',
  '|': 'l',
  v: 'u',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  і: 'l',
  ѕ: 's',
  һ: 'h',
  ԁ: 'd',
  ո: 'n',
  α: 'a',
  ο: 'o',
  ν: 'u',
  ɑ: 'a',
  ı: 'l',
}
const known: ReadonlySet<string> = new Set(publishers.names.map(name => name.toLowerCase()))
const skeletons: ReadonlyMap<string, string> = new Map(publishers.names.map(name => [skeleton(name), name]))
/** One letter of a short name is half of it. */
const shortest = 6
const appended = /[-_.](?:official|inc|real|team|models|labs|org|llc|verified|hf)$/

/** Owners whose names are a slip away from those of well-known publishers. */
export function checkLookAlikes({view, notes}: ReviewContext): void {
  const told = new Set<string>()
  for (const part of view.parts) {
    tellHosts(part, {notes, told})
    if (part.role !== 'model' && part.role !== 'dataset') continue
    for (const {owner, pointer} of ownersOf(part)) {
      const imitated = imitatedBy(owner)
      if (imitated === undefined || told.has(owner)) continue
      told.add(owner)
      const message = `“${owner}” is not “${imitated}”, and looks like it`
      const conflict = [
        {value: owner, source: 'the BOM'},
        {value: imitated, source: 'list of well-known publishers'},
      ]
      notes.find('look-alike', {subject: part.name, message, conflict, evidence: [notes.cite(pointer, owner)]})
    }
  }
}

/** Hosts that models, data and code are fetched from. */
const hosts = ['huggingface.co', 'github.com', 'gitlab.com', 'modelscope.cn', 'kaggle.com', 'ollama.com', 'pypi.org', 'npmjs.com', 'docker.io']
const hostSkeletons: ReadonlyMap<string, string> = new Map(hosts.map(host => [skeleton(host), host]))

function tellHosts(part: Part, {notes, told}: Pick<ReviewContext, 'notes'> & {readonly told: Set<string>}): void {
  for (const [index, {url}] of recordsOf(part.node['externalReferences']).entries()) {
    const host = URL.canParse(String(url)) ? unicodeHost(new URL(String(url)).hostname) : ''
    const imitated = imitatedHost(host)
    if (imitated === undefined || told.has(host)) continue
    told.add(host)
    const conflict = [
      {value: host, source: 'the BOM'},
      {value: imitated, source: 'list of well-known hosts'},
    ]
    const evidence = [notes.cite(`${part.pointer}/externalReferences/${index}/url`, String(url))]
    notes.find('look-alike', {subject: part.name, message: `“${host}” is not “${imitated}”, and looks like it`, conflict, evidence})
  }
}

/** A host in letters of another script comes as `xn--…`. */
function unicodeHost(host: string): string {
  return domainToUnicode(host).replace(/^www\./, '')
}

function imitatedHost(host: string): string | undefined {
  if (host === '' || hosts.some(each => host === each || host.endsWith(`.${each}`))) return undefined
  return hostSkeletons.get(skeleton(host)) ?? hosts.find(each => isOneSlipApart(host, each))
}

function ownersOf({node, pointer}: Part): {owner: string; pointer: string}[] {
  const owners: {owner: string; pointer: string}[] = []
  const purl = asText(node['purl'])
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  if (typeof parsed === 'object' && parsed.namespace !== undefined) owners.push({owner: parsed.namespace, pointer: `${pointer}/purl`})
  const group = asText(node['group'])
  // of a model with a package URL, the group is what people call the maker
  if (group !== undefined && owners.length === 0 && !group.includes(' ')) owners.push({owner: group, pointer: `${pointer}/group`})
  const [owner, rest] = (asText(node['name']) ?? '').split('/')
  if (owner !== undefined && owner !== '' && rest !== undefined) owners.push({owner, pointer: `${pointer}/name`})
  return owners
}

/** @returns the name that it is taken for; undefined for that name itself, and for names of their own */
export function imitatedBy(owner: string): string | undefined {
  const name = owner.toLowerCase()
  if (known.has(name)) return undefined
  const same = skeletons.get(skeleton(name)) ?? skeletons.get(skeleton(name.replace(appended, '')))
  if (same !== undefined) return same
  const turned = skeleton(name.split(/[-_.]/).reverse().join(''))
  if (/[-_.]/.test(name) && skeletons.has(turned)) return skeletons.get(turned)
  if (name.length < shortest) return undefined
  return publishers.names.find(each => each.length >= shortest && isOneSlipApart(name, each.toLowerCase()))
}

/** The name as it looks: signs that are taken for one another are one, and those between words are none. */
function skeleton(name: string): string {
  const plain = [...name.toLowerCase().normalize('NFKC')].map(sign => confusable[sign] ?? sign).join('')
  return plain.replaceAll('rn', 'm').replace(/[-_. ]/g, '')
}

/** One letter more, less, another, or two of them the other way round. */
function isOneSlipApart(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0]
}
