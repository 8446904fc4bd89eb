import {isVendorIndex} from '../../inventory/package-index.ts'
import {asRecord, asText, recordsOf, textsOf, type UnknownRecord} from '../../lib/narrow.ts'
import {isDockerfileName} from '../../lib/parse/dockerfile.ts'
import {parseDocument} from '../../lib/parse/document.ts'
import {baseName} from '../../lib/path.ts'
import {redactUrl} from '../../lib/redact/url.ts'
import {mixedRegistries} from '../../rules/mixed-registries.ts'
import {type Hit, linesOf, matchesIn, type Scanner} from './hit.ts'

const settingsNames = /(?:^|\/)(?:\.?pip\.(?:conf|ini)|pip\/pip\.conf)$/i
const textNames = /\.(?:sh|bash|zsh|ps1|ya?ml|toml|ini|cfg)$|(?:^|\/)\.env[^/]*$|(?:^|\/)(?:gnu)?makefile$/i
/** An index beside the public one, as variable, as setting, on a command line. */
const beside =
  /(?<!\w)(?:PIP_EXTRA_INDEX_URL["']?[ \t]{0,5}[:=][ \t]{0,5}|pip3?[ \t]{1,5}config[ \t]{1,5}(?:--\w{1,20}[ \t]{1,5})?set[ \t]{1,5}(?:global|install|site|user)\.extra-index-url[ \t]{1,5}|^[ \t]{0,10}extra-index-url[ \t]{0,5}=\s{0,20})["']?(https?:\/\/[^\s"']{3,300})/gim
const unsafeStrategy = /^unsafe-(?:best|first)-match$/

/** Settings by which an installer takes a package from whichever registry has the higher version. */
export const packageIndexes: Scanner = {
  reads: path => settingsNames.test(path) || textNames.test(path) || isDockerfileName(path) || isManifest(path),
  hint: /index|source/i,
  find(text, path) {
    const name = baseName(path)
    if (name === 'pyproject.toml' || name === 'uv.toml' || name === 'Pipfile') return fromManifest(text, path, name)
    const lines = linesOf(text)
    return [...matchesIn(lines, beside)].flatMap(match => {
      const url = match[1] ?? ''
      const isSetting = /^\s*extra-index-url/i.test(match[0])
      return isVendorIndex(url) || (isSetting && !settingsNames.test(path))
        ? []
        : [hitOf(url, lines.lineAt(match.index + match[0].trimStart().length - 1))]
    })
  },
}

function isManifest(path: string): boolean {
  return /(?:^|\/)(?:pyproject\.toml|uv\.toml|Pipfile)$/.test(path)
}

function hitOf(url: string, line: number, how = 'any package is taken from the public index or from'): Hit {
  const shown = redactUrl(url)
  return {
    rule: mixedRegistries,
    line,
    message: `${how} ${shown}, whichever has it or has the higher version`,
    fact: shown,
  }
}

function fromManifest(text: string, path: string, name: string): Hit[] {
  const read = parseDocument(text, name === 'Pipfile' ? 'Pipfile.toml' : path)
  const root = read.ok ? asRecord(read.document.value) : undefined
  if (!read.ok || root === undefined) return []
  const line = (...keys: (string | number)[]): number => read.document.lineOf(keys) ?? 1
  if (name === 'Pipfile') return fromPipfile(root, line)
  const tool = asRecord(root['tool']) ?? {}
  const uv = name === 'uv.toml' ? root : asRecord(tool['uv'])
  return [
    ...fromUv(uv ?? {}, name === 'uv.toml' ? [] : ['tool', 'uv'], line),
    ...fromPoetry(asRecord(tool['poetry']) ?? {}, line),
    ...fromPdm(asRecord(tool['pdm']) ?? {}, line),
  ]
}

type LineOf = (...keys: (string | number)[]) => number

/** uv asks the first index that knows a name, and no other; only an unsafe strategy mixes them. */
function fromUv(uv: UnknownRecord, root: readonly string[], line: LineOf): Hit[] {
  const settings = [uv, asRecord(uv['pip']) ?? {}]
  const isUnsafe = settings.some(one => unsafeStrategy.test(asText(one['index-strategy']) ?? ''))
  if (!isUnsafe) return []
  const indexes = recordsOf(uv['index']).filter(index => index['explicit'] !== true && index['default'] !== true)
  const urls = [
    ...settings.flatMap(one => textsOf(one['extra-index-url'])),
    ...indexes.flatMap(index => asText(index['url']) ?? []),
  ]
  const key = uv['index-strategy'] === undefined ? [...root, 'pip'] : [...root, 'index-strategy']
  return urls.filter(url => !isVendorIndex(url)).map(url => hitOf(url, line(...key)))
}

/** Poetry asks every source that is not explicit; PyPI is among them unless a primary one replaces it. */
function fromPoetry(poetry: UnknownRecord, line: LineOf): Hit[] {
  const sources = recordsOf(poetry['source']).map((source, at) => ({
    at,
    url: asText(source['url']) ?? '',
    isPublic: /^pypi$/i.test(asText(source['name']) ?? ''),
    priority: (asText(source['priority']) ?? (source['secondary'] === true ? 'secondary' : 'primary')).toLowerCase(),
  }))
  const asked = sources.filter(({priority}) => priority !== 'explicit')
  const hasPublic =
    asked.some(({isPublic}) => isPublic) ||
    !asked.some(({priority}) => priority === 'primary' || priority === 'default')
  if (!hasPublic) return []
  return asked
    .filter(({isPublic, url}) => !isPublic && url !== '' && !isVendorIndex(url))
    .map(({url, at}) => hitOf(url, line('tool', 'poetry', 'source', at)))
}

/** PDM asks all sources unless each says which packages it has. */
function fromPdm(pdm: UnknownRecord, line: LineOf): Hit[] {
  return recordsOf(pdm['source']).flatMap((source, at) => {
    const url = asText(source['url']) ?? ''
    const isBounded = source['include_packages'] !== undefined || /^pypi$/i.test(asText(source['name']) ?? '')
    return url === '' || isBounded || isVendorIndex(url) ? [] : [hitOf(url, line('tool', 'pdm', 'source', at))]
  })
}

/**
 * Pipenv takes a package from the first source unless it names another; older ones, and those that are told to, ask
 * them all.
 */
function fromPipfile(root: UnknownRecord, line: LineOf): Hit[] {
  const sources = recordsOf(root['source'])
  const packages = ['packages', 'dev-packages'].flatMap(key => Object.values(asRecord(root[key]) ?? {}))
  const named = new Set(packages.flatMap(one => asText(asRecord(one)?.['index']) ?? []))
  const asksAll = asRecord(root['pipenv'])?.['install_search_all_sources'] === true
  return sources.slice(1).flatMap((source, at) => {
    const url = asText(source['url']) ?? ''
    if (
      url === '' ||
      isVendorIndex(url) ||
      /^https:\/\/pypi\.org\//.test(url) ||
      (named.has(asText(source['name']) ?? '') && !asksAll)
    )
      return []
    return [hitOf(url, line('source', at + 1), 'no package says that it comes from')].map(hit => ({
      ...hit,
      message: asksAll
        ? hitOf(url, 1).message
        : `no package says that it comes from ${redactUrl(url)}: its packages are asked for at the first source`,
    }))
  })
}
