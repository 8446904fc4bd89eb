import type {Library, Rule} from '../../src/catalog/library.ts'

const kinds: readonly (readonly [word: string, has: (rule: Rule) => boolean])[] = [
  ['models', rule => rule.models !== undefined],
  ['data sets', rule => rule.datasets !== undefined],
  ['weights', rule => rule.weights !== undefined],
  ['services', rule => rule.service !== undefined],
  ['agents', rule => rule.agent !== undefined],
  ['MCP servers', rule => rule.mcpServer !== undefined],
  ['prompts', rule => rule.prompts !== undefined],
  ['tools', rule => rule.tool !== undefined],
  ['guardrails', rule => rule.guardrail !== undefined],
]
const names = [
  ...([
    ['python', 'Python'],
    ['javascript', 'JavaScript'],
    ['go', 'Go'],
    ['java', 'Java, Kotlin'],
    ['csharp', 'C#'],
    ['rust', 'Rust'],
  ] as const),
  ...([
    ['ruby', 'Ruby'],
    ['php', 'PHP'],
    ['swift', 'Swift'],
  ] as const),
] as const
const triggers = ['call', 'class', 'decorator', 'jsx', 'assign', 'reference'] as const

/** docs/libraries.md: what the code detector finds, how, and what it does not; made from the catalogue. */
export function librariesPage(libraries: readonly Library[]): string {
  const rows = libraries.map(row => {
    const {library, title, rules = []} = row
    const languages = names.flatMap(([key, name]) => (row[key] === undefined ? [] : [name])).join(', ')
    const found = kinds.filter(([, has]) => rules.some(has)).map(([word]) => word)
    const how = triggers.filter(trigger => rules.some(rule => rule[trigger] !== undefined))
    return `| ${title} | \`${library}\` | ${languages} | ${found.join(', ')} | ${how.join(', ')} |`
  })
  return [
    '# What is found in code',
    '',
    'Made from `src/catalog/libraries` by `npm test -- test/unit/catalog --update`; `docs/catalog.md` says how to add a row.',
    'Besides these, names of variables, options and keys, look-up tables, URLs of providers and of the hub, prompts and data files are found without a library.',
    '',
    `${libraries.length} libraries:`,
    '',
    '| library | evidence `code/…` | language | finds | by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Not found: what only a running program knows (names put together from unknown parts, downloaded lists, databases), implied defaults of a library (a call that names nothing), outputs a program writes,',
    'comparisons, comments, other languages than Python, JavaScript, TypeScript, Go, Java, Kotlin, C#, Rust, Ruby, PHP and Swift, files of more than 500,000 characters of code (a gap). Names that stay unknown are said with their environment variable.',
    '',
  ].join('\n')
}
