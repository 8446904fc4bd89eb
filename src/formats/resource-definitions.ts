/** Keys at the top of what Kubernetes reads as a definition. */
const keyPattern = /^(?:apiVersion|kind|metadata|spec|status):/
const definitionKind = 'CustomResourceDefinition'
const definitionGroup = 'apiextensions.k8s.io/'

/**
 * A stream of YAML with blank lines in the place of documents that define a kind of Kubernetes resource: these describe
 * types, hold no setting of anything, and have tens of thousands of lines. A document with any other key at its top, or
 * with one of them twice, stays.
 */
export function withoutResourceDefinitions(text: string): string {
  if (!text.includes(definitionKind)) return text
  return partsOf(text.split('\n'))
    .flatMap(lines =>
      isDefinition(lines) ? lines.map((line, at) => (at === 0 && isBoundary(line) ? line : '')) : lines,
    )
    .join('\n')
}

/** `---` at the start of a line begins a document, whatever stands around it (YAML 1.2.2, 9.1.2). */
function isBoundary(line: string): boolean {
  return line.startsWith('---') && (line.length === 3 || ' \t\r'.includes(line.charAt(3)))
}

function partsOf(lines: readonly string[]): string[][] {
  const parts: string[][] = [[]]
  for (const line of lines) {
    if (isBoundary(line)) parts.push([])
    parts.at(-1)?.push(line)
  }
  return parts
}

function isDefinition(lines: readonly string[]): boolean {
  const [first = ''] = lines
  const outermost = lines.slice(isBoundary(first) ? 1 : 0).filter(line => !/^(?:[ #\r]|$)/.test(line))
  const keys = outermost.map(line => keyPattern.exec(line)?.[0])
  return (
    outermost.some(line => valueAt('kind:', line) === definitionKind) &&
    outermost.some(line => valueAt('apiVersion:', line)?.startsWith(definitionGroup) === true) &&
    !keys.includes(undefined) &&
    new Set(keys).size === keys.length
  )
}

function valueAt(key: string, line: string): string | undefined {
  return line.startsWith(key) ? line.slice(key.length).trim() : undefined
}
