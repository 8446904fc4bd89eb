import {execFileSync} from 'node:child_process'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {parseRequirements} from '../../../../src/detectors/python/requirements/requirements.ts'
import {normalisePypiName} from '../../../../src/lib/names/purl.ts'

/**
 * Reads texts of requirements files from its input and answers with pip's own reading of each: a list of requirements,
 * or null where pip refuses it.
 */
const program = `
import json, os, sys, tempfile
from pip._internal.network.session import PipSession
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.req.req_file import parse_requirements
session = PipSession()
def read(text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'requirements.txt')
        with open(path, 'w') as file:
            file.write(text)
        found = []
        for parsed in parse_requirements(path, session=session):
            made = install_req_from_parsed_requirement(parsed)
            found.append({
                'name': made.name or '',
                'specifier': sorted(str(part) for part in made.req.specifier) if made.req else [],
                'hashes': sorted(hex for hexes in made.hash_options.values() for hex in hexes),
                'marked': made.markers is not None,
            })
        return found
answers = []
for text in json.load(sys.stdin):
    try:
        answers.append(read(text))
    except BaseException:
        answers.append(None)
json.dump(answers, sys.stdout)
`

interface Answer {
  readonly name: string
  readonly specifier: readonly string[]
  readonly hashes: readonly string[]
  readonly marked: boolean
}

function askPip(texts: readonly string[]): (readonly Answer[] | null)[] {
  return JSON.parse(
    execFileSync('python3', ['-c', program], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }),
  )
}

function hasPip(): boolean {
  try {
    return askPip(['a==1'])[0]?.[0]?.name === 'a'
  } catch {
    return false
  }
}

function askOurs(text: string): Answer[] | null {
  const {declared, gaps} = parseRequirements(text, 'requirements.txt', 'requirements')
  if (gaps.length > 0) return null
  return declared.map(entry => ({
    name: entry.name,
    specifier: (entry.range ?? '').split(',').filter(Boolean).sort(),
    hashes: entry.distributions.flatMap(file => file.digests.map(digest => digest.hex)).sort(),
    marked: entry.condition !== undefined,
  }))
}

const hex = (sign: string) => sign.repeat(64)
const names = ['torch', 'A_b.C', 'x', 'zope.interface', 'e2']
const extras = ['', '[a]', '[a,b-c]', ' [a]', '[]']
const specifiers = ['', '==1.0', '>=1,<2', ' ~= 2.0', '==1.*', '===weird', '!=1.5', ' (>=1)', ' 1.0', '=1']
const markers = [
  '',
  " ; python_version < '3.9'",
  ';sys_platform=="win32"',
  " ; python_version >= '3' and (os_name == 'nt' or extra == 'x')",
]
const options = [
  '',
  ` --hash=sha256:${hex('a')}`,
  ` \\\n    --hash=sha256:${hex('a')} \\\n    --hash=sha256:${hex('b')}`,
]
const comments = ['', ' # why', '  #', '\n# whole line', '\n   # indented \\']
const lines = [
  '',
  '   ',
  '--no-index',
  '--extra-index-url https://e.org/simple',
  '-i https://u:p@e.org/simple',
  '--pre',
  '# only \\',
  'x==1# glued',
  'x# glued',
]

const requirement = fc
  .tuple(...[names, extras, specifiers, markers, options, comments].map(choices => fc.constantFrom(...choices)))
  .map(parts => parts.join(''))
const text = fc
  .array(fc.oneof({weight: 3, arbitrary: requirement}, fc.constantFrom(...lines)), {maxLength: 4})
  .map(all => all.join('\n'))

describe.skipIf(!hasPip())('parseRequirements and pip', () => {
  it('read the same names, specifiers, hashes and markers, and refuse the same files', () => {
    const texts = fc.sample(text, {numRuns: 600, seed: 7})
    const differences = askPip(texts).flatMap((pip, at) => {
      const ours = askOurs(texts[at] ?? '')
      const plain = (answers: readonly Answer[] | null) =>
        JSON.stringify(
          answers?.map(one => ({
            ...one,
            name: normalisePypiName(one.name),
            specifier: one.specifier.map(part => part.replace(/\s/g, '')),
          })),
        )
      return plain(pip) === plain(ours) ? [] : [{text: texts[at], pip, ours}]
    })
    expect(differences.slice(0, 3)).toEqual([])
  })
})
