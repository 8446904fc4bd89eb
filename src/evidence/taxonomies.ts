import data from './taxonomies.json' with {type: 'json'}

type Table = Readonly<Record<string, readonly string[]>>

const tables: Readonly<Record<string, Table>> = data.tools
const tags: Readonly<Record<string, string>> = data.tags

/**
 * What a probe stands for in the lists of OWASP (2025), MITRE ATLAS and AVID: by its own tags, else by the longest
 * beginning of its name that the table has.
 * @param stated tags as the report gives them: `owasp:llm01` of garak is of the list of 2023
 */
export function taxonomiesOf(tool: string, probe: string, stated: readonly string[] = []): string[] {
  const found = stated.flatMap(tag => tagOf(tag.toLowerCase()) ?? [])
  const table = tables[tool] ?? {}
  const name = probe.toLowerCase()
  const longest = Object.keys(table)
    .filter(key => isBeginning(key, name))
    .sort((a, b) => b.length - a.length)[0]
  const listed = longest === undefined ? [] : (table[longest] ?? [])
  const isOwasp = (id: string): boolean => id.startsWith('LLM')
  const added = found.some(isOwasp) ? listed.filter(id => !isOwasp(id)) : listed
  return [...new Set([...found, ...added])].sort()
}

/** Whole words: `pii` begins `pii:direct`, not `piiano`. */
function isBeginning(key: string, name: string): boolean {
  return name.startsWith(key) && (name.length === key.length || ':./_- '.includes(name[key.length] ?? ''))
}

function tagOf(tag: string): string | undefined {
  const known = tags[tag]
  if (known !== undefined) return known
  const owasp = /^owasp:llm-top-10-2025:(llm\d\d)$/.exec(tag)?.[1]
  if (owasp !== undefined) return `${owasp.toUpperCase()}:2025`
  const avid = /^avid-effect:([a-z]{1,20}:[a-z]\d{4})$/.exec(tag)?.[1]
  return avid === undefined ? undefined : `avid:${avid.replace(/:[a-z]/, letter => letter.toUpperCase())}`
}
