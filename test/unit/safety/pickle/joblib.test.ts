import {deflateSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {bytes, call, data, int, named, type Part, proto, text} from '../../../support/pickles.ts'
import {zip} from '../../../support/zips.ts'

const wrapper = named('joblib.numpy_pickle', 'NumpyArrayWrapper')
const made = bytes(wrapper, ')\x81')
const acts = call(named('posix', 'system'), text('echo inert'))
/** Takes the array from the stack, acts, and ends. */
const program = bytes('0', acts, '.')
const hidden = (length: number): Uint8Array => bytes(program, '0'.repeat(length - program.length))
/** What a reader takes for bytes that are dropped, and joblib's loader for instructions. */
const swallowed = (before: number): Uint8Array =>
  bytes('B', new Uint8Array([before + program.length, 0, 0, 0]), '\0'.repeat(before), program, '0.')
const tuple = (...parts: readonly Part[]): Uint8Array => bytes('(', ...parts, 't')
const state = ({size = -1, flags = 0, subarray = 'N'}: {size?: number; flags?: number; subarray?: Part}): Uint8Array =>
  tuple(int(3), text('|'), subarray, 'NN', int(size), int(1), int(flags))
const dtype = (code: string, set?: Uint8Array): Uint8Array =>
  bytes(named('numpy', 'dtype'), '(', text(code), '\x89\x88tR', ...(set === undefined ? [] : [set, 'b']))

interface Array {
  readonly by?: Part
  readonly type?: Part
  readonly shape?: Part
  readonly more?: Part
}

const array = ({by = made, type = dtype('u1'), shape = tuple(int(1)), more = ''}: Array): Uint8Array =>
  bytes(
    ...[by, '}(', text('subclass'), named('numpy', 'ndarray'), text('shape'), shape, text('order'), text('C')],
    ...[text('dtype'), type, text('allow_mmap'), '\x88', more, 'ub'],
  )
const aligned = text('numpy_array_alignment_bytes')
const reconstructed = call(named('copyreg', '_reconstructor'), wrapper, named('builtins', 'object'), 'N')
const objects = tuple(dtype('O8', state({flags: 63})), tuple(int(1)))

describe('an array of joblib is as long as its loader takes it', () => {
  it.each<[string, Array, Part]>([
    ['a letter without a size', {type: dtype('d')}, bytes('\0', swallowed(2))],
    ['a size in the state of void', {type: dtype('V200', state({size: 1}))}, bytes('\0', hidden(199))],
    ['a size in the state of text', {type: dtype('U50', state({size: 4}))}, bytes('\0\0\0\0', hidden(196))],
    ['flags that say objects', {type: dtype('f8', state({flags: 1})), shape: tuple(int(25))}, hidden(200)],
    ['elements that are objects', {type: dtype('V8', state({size: 8, flags: 1, subarray: objects}))}, hidden(200)],
    [
      'a shape that comes twice',
      {shape: tuple(int(200)), more: bytes(text('shape'), tuple(int(1)))},
      bytes('\0', hidden(199)),
    ],
    [
      'a dtype that comes twice',
      {type: dtype('V200'), more: bytes(text('dtype'), dtype('u1'))},
      bytes('\0', hidden(199)),
    ],
    ['no alignment, as None', {more: bytes(aligned, 'N')}, bytes('\xc8', hidden(200))],
    [
      'a fraction in the shape',
      {shape: tuple(bytes('G\x3f\xf8\0\0\0\0\0\0'), int(100))},
      bytes('\0'.repeat(100), hidden(50 + program.length)),
    ],
    [
      'a wrapper made by its constructor',
      {by: call(wrapper, named('numpy', 'ndarray'), tuple(int(1)), text('C'), dtype('u1'))},
      bytes('\x05', swallowed(1)),
    ],
    [
      'a wrapper made with arguments that are computed',
      {
        by: bytes(
          wrapper,
          call(named('builtins', 'tuple'), tuple(named('numpy', 'ndarray'), tuple(int(1)), text('C'), dtype('u1'))),
          'R',
        ),
      },
      bytes('\x05', swallowed(1)),
    ],
    [
      'a wrapper made by a function',
      {by: call(named('sklearn.neighbors._kd_tree', 'newObj'), wrapper), shape: tuple(int(5))},
      swallowed(0),
    ],
    ['a wrapper that is reconstructed', {by: reconstructed, shape: tuple(int(5))}, swallowed(0)],
    ['instructions to who does not know joblib', {shape: tuple(int(200))}, hidden(200)],
  ])('with %s', async (_name, made, raw) => {
    const {verdict, named} = await answer(proto(3, array(made), raw), 'm.joblib')
    expect(verdict).toBe('unsafe')
    expect(named).toContain('posix.system')
  })

  it('inside a frame, where the bytes come behind the frame', async () => {
    const frame = bytes(array({shape: tuple(int(program.length))}), program)
    const length = new Uint8Array(8)
    new DataView(length.buffer).setUint32(0, frame.length, true)
    const content = proto(4, '\x95', length, frame, 'N'.repeat(program.length))
    expect((await answer(content, 'm.joblib')).verdict).not.toBe('safe')
  })

  it('where the wrapper is built a second time', async () => {
    const first = array({by: bytes(made, 'q\x05'), more: bytes(aligned, int(16))})
    const content = proto(3, first, '\0\0', '0', array({by: 'h\x05'}), '\x05', swallowed(1))
    expect((await answer(content, 'm.joblib')).verdict).not.toBe('safe')
  })

  it.each<[string, Part]>([
    ['a usual one', made],
    ['one of an old protocol', reconstructed],
  ])('%s is safe', async (_name, by) => {
    const content = proto(3, array({by, type: dtype('f8', state({})), shape: tuple(int(2))}), '\0'.repeat(16))
    expect(await examined(content, 'm.joblib')).toMatchObject({verdict: 'safe', format: 'joblib'})
  })
})

describe('a file that joblib reads in place of an array', () => {
  const old = named('joblib.numpy_pickle', 'NDArrayWrapper')
  const filename = (value: Part): Uint8Array => bytes('}(', text('filename'), value, 'u')
  const elsewhere = text('/srv/x.npy')

  it.each<[string, Part]>([
    [
      'in an object that is reconstructed',
      bytes(call(named('copyreg', '_reconstructor'), old, named('builtins', 'object'), 'N'), filename(elsewhere)),
    ],
    ['in the second half of its state', bytes(old, ')\x81}', filename(elsewhere), '\x86')],
    ['behind a harmless one', bytes(old, ')\x81}(', text('filename'), text('x.npy'), text('filename'), elsewhere, 'u')],
    ['as what a call gives', bytes(old, ')\x81', filename(call(named('builtins', 'str'), elsewhere)))],
  ])('is named %s', async (_name, wrapper) => {
    expect((await answer(proto(3, wrapper, 'b'), 'm.joblib')).verdict).not.toBe('safe')
  })
})

describe('bytes that torch loads in the middle of a pickle', () => {
  const loads = named('torch.storage', '_load_from_bytes')
  const archive = zip([
    {name: 'archive/data.pkl', content: proto(2, acts)},
    {name: 'archive/version', content: bytes('3\n')},
  ])
  const latin1 = Buffer.from(archive).toString('latin1')

  it.each<[string, Part]>([
    ['an archive', data(archive)],
    ['an archive as text', call(named('_codecs', 'encode'), text(latin1), text('latin1'))],
    ['an archive as a long text', call(named('_codecs', 'encode'), text(latin1 + '\0'.repeat(2000)), text('latin1'))],
    ['a pickle that begins with a number', data(bytes('K\x010', acts, '.'))],
  ])('are examined: %s', async (_name, content) => {
    const pickle = proto(2, '(', call(loads, content), text('x'.repeat(70_000)), 't')
    expect((await answer(pickle, 'm.pt')).named).toContain('posix.system')
  })

  it('are not safe where nobody knows them', async () => {
    expect((await answer(proto(2, call(loads, data(new Uint8Array(600)))), 'm.pt')).verdict).toBe('unknown')
  })
})

describe('types and constants as dill and pickle write them', () => {
  const dill = (name: string, argument: Part): Uint8Array => call(named('dill._dill', name), argument)

  it.each<[string, Part, string]>([
    ['a slice', call(dill('_load_type', text('slice')), int(0), int(1), 'N'), 'safe'],
    ['a dict of lists', call(named('collections', 'defaultdict'), dill('_load_type', text('list'))), 'safe'],
    ['the type of None', dill('_load_type', text('NoneType')), 'safe'],
    ['a range', dill('_eval_repr', text('range(0, 5)')), 'safe'],
    ['an ellipsis', dill('_eval_repr', text('Ellipsis')), 'safe'],
    ['the type of None in pickle', call(named('builtins', 'type'), 'N'), 'safe'],
    ['an array of numbers', call(named('array', 'array'), text('d'), bytes('](', int(1), 'e')), 'safe'],
    ['another type', dill('_load_type', text('CodeType')), 'unsafe'],
    ['a call of a type', call(dill('_load_type', text('FunctionType')), 'N'), 'unsafe'],
    ['an expression', dill('_eval_repr', text('range(0, 5) or exit()')), 'unsafe'],
    ['two lines', dill('_eval_repr', text('range(0, 5)\nexit()')), 'unsafe'],
    ['a class that is made', call(named('builtins', 'type'), text('C'), ')', '}'), 'unsafe'],
    ['the class of something', call(named('builtins', 'type'), named('os', 'system')), 'unsafe'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(proto(2, content), 'm.pkl')).verdict).toBe(verdict)
  })
})

it('an object that is built again and again takes linear time', async () => {
  const many = 200_000
  const keys = bytes('}q\x01(', Buffer.concat(Array.from({length: many}, (_, index) => bytes(int(index), 'N'))), 'u0')
  const state = proto(2, keys, named('collections', 'OrderedDict'), ')R', 'h\x01b'.repeat(many))
  expect((await answer(state, 'm.pkl')).verdict).toBe('safe')
  const list = bytes(']q\x01(', 'N'.repeat(many), 'e0')
  const args = proto(2, list, named('builtins', 'list'), 'h\x01\x85R', 'Nb'.repeat(many))
  expect((await answer(args, 'm.pkl')).verdict).toBe('safe')
}, 20_000)

describe('an array of dill', () => {
  const array = (maker: Part, state: Part): Uint8Array =>
    proto(
      3,
      call(
        named('dill._dill', '_create_array'),
        maker,
        tuple(named('numpy', 'ndarray'), tuple(int(0)), data(bytes('b'))),
        state,
        'N',
      ),
    )

  it.each<[string, Part, Part, string]>([
    [
      'is data',
      named('numpy.core.multiarray', '_reconstruct'),
      tuple(int(1), tuple(int(0)), dtype('f8', state({})), '\x89', data(bytes(''))),
      'safe',
    ],
    ['calls its maker', named('posix', 'system'), 'N', 'unsafe'],
    [
      'sets the state',
      named('numpy.core.multiarray', '_reconstruct'),
      bytes('}', text('__reduce__'), named('numpy', 'ndarray'), 's'),
      'unsafe',
    ],
  ])('%s', async (_name, maker, set, verdict) => {
    expect((await answer(array(maker, set), 'm.dill')).verdict).toBe(verdict)
  })
})

describe('a file of joblib before version 0.10', () => {
  const packed = (program: Uint8Array, head: string) => bytes(head, deflateSync(program))
  const head = `ZF${'0x40'.padEnd(19)}`

  it.each([
    ['data', proto(2, '}'), head, 'safe', ''],
    ['data, by Python 2', proto(2, '}'), `${head} `, 'safe', ''],
    ['a program', proto(2, acts), head, 'unsafe', 'posix.system'],
    ['a program behind another head', proto(2, acts), 'ZF0x40', 'unsafe', 'posix.system'],
    ['a program that is cut', proto(2, acts, 'N'.repeat(9999)).subarray(0, 9000), head, 'unsafe', 'posix.system'],
  ])('holds %s', async (_what, program, before, verdict, name) => {
    const given = await answer(packed(program, before), 'm.pkl')
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})
