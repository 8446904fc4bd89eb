import {beforeAll, describe, expect, it} from 'vitest'
import {type CardNames, namesOf, nothing, readCard} from '../../support/card-names.ts'
import {type Answer, askPython, hasPythonClient} from '../../support/hub-python.ts'

/** Texts that both read alike; where not, what we read. */
const texts: readonly (readonly [name: string, text: string, ours?: Partial<CardNames>])[] = [
  ['no metadata', '# Title\n'],
  ['line ends of Windows', '---\r\nlicense: mit\r\nlanguage:\r\n- en\r\n---\r\n# T\r\n'],
  ['line ends of the first Macs', '---\rlicense: mit\r---\r\n'],
  ['metadata in a comment', '<!--\n---\nlicense: mit\n---\n-->\n'],
  ['blank lines before it', '\n\n---\nlicense: mit\n---\n'],
  ['blanks before the first fence', '  ---\nlicense: mit\n---\n'],
  ['blanks after the last fence', '---\nlicense: mit\n---  \n'],
  ['no last fence', '---\nlicense: mit\n'],
  ['the end mark of YAML', '---\nlicense: mit\n...\n# T\n'],
  ['no last line end', '---\nlicense: mit\n---'],
  ['text before it', '<div></div>\n---\nlicense: mit\n---\n'],
  ['null', '---\nlicense:\nlanguage: ~\ndatasets: [null, squad]\n---\n'],
  ['a key twice', '---\nlicense: mit\nlicense: apache-2.0\n---\n'],
  ['an anchor', '---\nbase_model: &a org/x\ndatasets: [*a]\n---\n'],
  ['a merge', '---\nx: &x {license: mit}\n<<: *x\n---\n'],
  ['block texts', '---\nlicense: |\n  mit\nbase_model: >-\n  org/x\n---\n'],
  ['a date', '---\nlicense: 2024-01-01\n---\n'],
  ['a comment', '---\nlicense: mit # sure\n---\n'],
  ['two licences in one text', '---\nlicense: mit, apache-2.0\n---\n'],
  // the author's meaning is plain, though the hub shows no metadata then
  ['a blank after the first fence', '--- \nlicense: mit\n---\n', {license: ['mit']}],
  ['keys of old cards', '---\nlicenses: mit\nlanguages: [en]\n---\n', {license: ['mit'], language: ['en']}],
  // a licence that is unknown is none
  ['an unknown licence', '---\nlicense: unknown\n---\n', {}],
  ['a name of a licence alone', '---\nlicense_name: acme\n---\n', {license: ['other']}],
  ['a licence that is no text', '---\nlicense: 3\n---\n', {}],
  ['a base as a record', '---\nbase_model: {name: org/x}\n---\n', {base_model: ['org/x']}],
  ['words of YAML 1.1', '---\nlanguage: [no, yes, on, off]\n---\n', {language: ['no', 'yes', 'on', 'off']}],
  ['a language twice', '---\nlanguage: [en, en]\n---\n', {language: ['en']}],
  // broken for the Python client; nothing of it is obeyed here either
  [
    'a tag that names a Python function',
    '---\nbase_model: org/x\nlicense: !!python/object/apply:os.system [ls]\n---\n',
    {base_model: ['org/x'], license: ['ls']},
  ],
  ['a text alone', '---\njust text\n---\n', {}],
  ['tabs as indentation', '---\ndatasets:\n\t- squad\n---\n', {}],
  ['a colon too many', '---\nbase_model: org/x: y\n---\n', {}],
]

describe.skipIf(!hasPythonClient)("the card reader of the hub's Python client", () => {
  let answers: Answer[] = []
  beforeAll(async () => {
    answers = await askPython(
      'http://127.0.0.1:9',
      texts.map(([, text]) => ({ask: 'text', text})),
    )
  })

  it.each(texts.map(([name, text, ours], index) => ({name, text, ours, index})))(
    'and ours of $name',
    ({text, ours, index}) => {
      const {said, error} = answers[index] ?? {}
      const {problem: _, ...read} = readCard(text)
      if (ours === undefined) expect({read, error}).toEqual({read: namesOf(said)})
      else expect(read).toEqual({...nothing, ...ours})
      // what is told to differ does
      if (ours !== undefined && error === undefined) expect(read).not.toEqual(namesOf(said))
    },
  )
})
