import {describe, expect, it} from 'vitest'
import {looksLikePickle} from '../../../../src/formats/pickle/looks-like-pickle.ts'
import {memoryReader} from '../../../../src/lib/byte-reader.ts'

const isPickle = (content: string): boolean => looksLikePickle(memoryReader(Buffer.from(content, 'latin1')))
const call = "cos\nsystem\n(S'true'\ntR."

describe('looksLikePickle', () => {
  it.each([
    ['a dictionary in protocol 0', '(dp0\nVa\np1\nI1\ns.'],
    ['a list in protocol 0', '(lp0\nI1\naI2\na.'],
    [
      'an object of scikit-learn',
      'ccopy_reg\n_reconstructor\np0\n(csklearn.linear_model.base\nLinearRegression\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n.',
    ],
    ['a dictionary in protocol 1', '}q\0(U\x01aK\x01u.'],
    ['a call', call],
    ['a call whose pickle is broken then', "cos\nsystem\n(S'true'\ntR and then nothing that fits"],
    ['INST', "(S'true'\nios\nsystem\n."],
    ['OBJ', "(cos\nsystem\nS'true'\no."],
    ['a name of protocol 4 without its beginning', '\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.'],
    ['protocol 2 that begins with a number', `\x80\x02K\x01${call}`],
    ['protocol 4 without a frame', '\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.'],
    ['what is put there and taken away first', `${'N0'.repeat(300)}${call}`],
    ['a long text first', `V${'x'.repeat(100_000)}\n0${call}`],
    ['a text first that is longer than any line', `V${'x'.repeat(2_000_000)}\n0${call}`],
    ['a quoted text first that is longer than any line', `S'${'x'.repeat(2_000_000)}'\n0${call}`],
  ])('takes %s', (_name, content) => {
    expect(isPickle(content)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['paths of a .pth file', '../src\n/opt/lib/python\nimport site; site.addsitedir("x")\n'],
    ['an import', 'import sys\nsys.path.append("x")\n'],
    ['prose', 'Some text that is not weights.\nIt goes on for a while, in Portuguese perhaps.\n'],
    ['a long prose', 'Some text. '.repeat(200_000)],
    ['one word', 'checkpoint\n'],
    ['two words', 'config\nvalue\n'],
    ['YAML', 'model: gpt-4o\nlayers: 12\n'],
    ['JSON', '{"a": [1, 2, 3]}\n'],
    ['a list in brackets', '[]\n'],
    ['HTML', '<!DOCTYPE html>\n<html></html>\n'],
    ['numbers', '1 2 3\n4 5 6\n'],
    ['brackets', '((()))\n'],
    ['a number of protocol 0', 'I1\n.'],
    ['marks that nothing takes', '(.'],
  ])('does not take %s for one', (_name, content) => {
    expect(isPickle(content)).toBe(false)
  })

  it('ends at a limit of instructions, whatever follows', () => {
    expect(isPickle(`${']'.repeat(39)}\0`)).toBe(false)
    expect(isPickle(`${']'.repeat(40)}\0`)).toBe(true)
  })
})
