import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Budget, defaultLimits} from '../../src/safety/budget.ts'
import {examined} from '../support/examined.ts'
import {bytes, call, named, proto, runsCommand, stackGlobal, stateDict, tensor, text} from '../support/pickles.ts'
import {concat, gguf, safetensors, utf8} from '../support/weights.ts'
import {zip} from '../support/zips.ts'

const budget = () => new Budget({...defaultLimits, opcodes: 100_000, inflatedBytes: 1_000_000, members: 1000})
const seeds: readonly Uint8Array[] = [
  runsCommand,
  proto(4, call(stackGlobal('os', 'system'), text('x'))),
  bytes("(S'echo'\nios\nsystem\n."),
  stateDict({w: tensor('0', 4, [2, 2])}),
  proto(2, named('sklearn.linear_model._ridge', 'Ridge'), ')\x81}', text('alpha'), 'Nsb'),
  zip([
    {name: 'm/data.pkl', content: stateDict({w: tensor('0', 4, [2, 2])})},
    {name: 'm/data/0', content: new Uint8Array(16)},
  ]),
  zip([{name: 'a.pkl', content: runsCommand, deflate: true}]),
  safetensors({w: {dtype: 'F32', shape: [2], data_offsets: [0, 8]}}, 8),
  gguf({entries: [['general.architecture', 'string', 'llama']]}),
  bytes(
    "\x93NUMPY\x01\x00\x46\x00{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }             \n",
    new Uint8Array(8),
  ),
]

/** A seed with bytes overwritten, cut out or put in. */
const damaged = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('set', 'cut', 'insert', 'truncate'), fc.uint8Array({maxLength: 8})), {
      maxLength: 6,
    }),
  )
  .map(([seed, changes]) =>
    changes.reduce((content, [place, kind, patch]) => {
      const at = place % (content.length + 1)
      const [before, after] = [content.subarray(0, at), content.subarray(at)]
      if (kind === 'truncate') return before
      if (kind === 'insert') return concat(before, patch, after)
      return kind === 'cut'
        ? concat(before, after.subarray(patch.length))
        : concat(before, patch, after.subarray(patch.length))
    }, seed),
  )

describe('whatever the bytes', () => {
  it.each([
    ['noise', fc.uint8Array({maxLength: 400})],
    ['damaged models', damaged],
  ])(
    'an answer comes, by no bug of ours, and safe is said only of bytes that are all accounted for: %s',
    async (_name, content) => {
      await fc.assert(
        fc.asyncProperty(content, fc.constantFrom('m', 'm.pkl', 'm.pt', 'm.txt'), async (bytes, name) => {
          const {verdict, findings, coverage, format} = await examined(bytes, name, {budget: budget()})
          expect(findings.filter(({rule}) => rule === 'AIB104')).toEqual([])
          if (verdict !== 'safe') return
          expect(format).toBeDefined()
          expect(coverage.coveredBytes).toBe(bytes.length)
        }),
        {numRuns: 300},
      )
    },
  )

  it('a call of a function that nobody listed is never safe, wherever it stands in a pickle', async () => {
    const harmless = fc.constantFrom(
      ']',
      'N',
      '}',
      ')',
      '\x88',
      'K\x01',
      'J\x01\x02\x03\x04',
      'N0',
      ']2',
      '(1',
      '\x8c\x02os',
      'X\x01\x00\x00\x00a',
      '\x94',
      'q\x05',
    )
    const letters = fc.stringMatching(/^[a-z]{1,8}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.array(harmless),
        letters,
        letters,
        fc.array(harmless),
        async (before, module, name, after) => {
          const content = proto(4, 'N', ...before, call(named(`zz${module}`, name), text('x')), ...after)
          expect((await examined(content, 'm.pkl', {budget: budget()})).verdict).toBe('unsafe')
        },
      ),
      {numRuns: 200},
    )
  })

  it('text is told from a model', async () => {
    expect((await examined(utf8('A model of words.\n'), 'README.md')).format).toBe('text')
  })
})
