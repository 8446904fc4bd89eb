import {deflateSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {flatbuffer, word} from '../../../support/flatbuffers.ts'
import {bytes, call, data, int, named, proto, runsCommand, stackGlobal, tensor, text} from '../../../support/pickles.ts'
import {concat, u32, u64, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

const system = named('os', 'system')
const orderedDict = call(named('collections', 'OrderedDict'))

describe('a pickle of data alone is safe', () => {
  it.each([
    [
      'plain values',
      proto(
        4,
        '}(',
        text('lr'),
        'G?\x84z\xe1G\xae\x14{',
        text('layers'),
        '](',
        int(1),
        int(-1),
        'e',
        text('none'),
        'N',
        text('yes'),
        '\x88u',
      ),
    ],
    ['protocol 0', bytes("(dp0\nS'a'\np1\nI1\nsS'b'\np2\nF0.5\nsS'c'\np3\nL12345678901234567890L\ns.")],
    ['an empty protocol 1 list', bytes('].')],
    ['an OrderedDict with items', proto(2, orderedDict, '(', text('a'), int(1), 'u')],
    ['words that sound dangerous', proto(4, text('import os; os.system("rm") eval('))],
    [
      'a defaultdict of lists',
      proto(2, call(named('collections', 'defaultdict'), named('builtins', 'list')), '(', text('a'), ']u'),
    ],
    ['a set and a frozenset', proto(4, '\x8f(', int(1), '\x90', '(', int(2), '\x91\x86')],
    [
      'an instance of a listed class with state',
      proto(2, named('sklearn.linear_model._ridge', 'Ridge'), ')\x81}', text('alpha'), int(1), 'sb'),
    ],
    ['a regular expression', proto(4, call(stackGlobal('re', '_compile'), text('a+'), int(32)))],
    [
      'a time zone',
      proto(
        4,
        call(stackGlobal('builtins', 'getattr'), stackGlobal('zoneinfo', 'ZoneInfo'), text('_unpickle')),
        '(',
        text('UTC'),
        '\x88tR',
      ),
    ],
    ['the arguments of a program', proto(2, named('argparse', 'Namespace'), ')\x81}', text('lr'), int(1), 'sb')],
    ['several pickles in a row', bytes(proto(4, int(1)), proto(2, ']'), bytes('N.'))],
    ['bytes that look like nothing', proto(3, data(new Uint8Array(100)))],
  ])('%s', async (_name, content) => {
    expect(await answer(content, 'model.pkl')).toEqual({verdict: 'safe', rules: [], named: ''})
  })
})

describe('a pickle that calls something is unsafe, and names it', () => {
  it.each([
    ['REDUCE', runsCommand, 'os.system'],
    ['protocol 0', bytes("cposix\nsystem\n(S'echo'\ntR."), 'posix.system'],
    ['Python 2 names', proto(2, call(named('__builtin__', 'eval'), text('1'))), '__builtin__.eval'],
    [
      'a Python 2 module that was renamed',
      proto(2, call(named('commands', 'getoutput'), text('1'))),
      'commands.getoutput',
    ],
    ['INST', bytes("(S'echo'\nios\nsystem\n."), 'os.system'],
    ['OBJ', proto(2, '(', system, text('echo'), 'o'), 'os.system'],
    ['STACK_GLOBAL', proto(4, call(stackGlobal('os', 'system'), text('echo'))), 'os.system'],
    [
      'names in the memo',
      proto(4, text('system'), 'q\x09', '0', text('os'), 'q\x08', '0h\x08h\x09\x93', text('echo'), '\x85R'),
      'os.system',
    ],
    [
      'a memo slot that is written twice',
      proto(4, text('safe'), 'q\x000', text('os'), 'q\x000h\x00', text('system'), '\x93', text('echo'), '\x85R'),
      'os.system',
    ],
    [
      'decoys that are popped',
      proto(4, text('os'), text('system'), text('date'), '0\x93', text('echo'), '\x85R'),
      'os.system',
    ],
    [
      'POP_MARK',
      proto(4, text('os'), text('system'), '(', text('x'), int(1), '1\x93', text('echo'), '\x85R'),
      'os.system',
    ],
    ['DUP', proto(4, text('os'), text('system'), '\x93', '20', text('echo'), '\x85R'), 'os.system'],
    [
      'a function that nobody listed',
      proto(4, call(stackGlobal('acme.tools', 'run_all'), text('x'))),
      'acme.tools.run_all',
    ],
    ['a class that acts', proto(4, call(stackGlobal('subprocess', 'Popen'), text('x'))), 'subprocess.Popen'],
    ['a class that opens what it is given', proto(4, call(stackGlobal('h5py', 'File'), text('x'))), 'h5py.File'],
    ['a name that is pushed and never called', proto(4, system, '0N'), 'os.system'],
    ['a function behind a listed callable', proto(2, call(named('collections', 'defaultdict'), system)), 'os.system'],
    [
      'the function that torch is told to rebuild by',
      proto(2, call(named('torch._tensor', '_rebuild_from_type_v2'), system, 'N', ')', 'N')),
      'os.system',
    ],
    ['partial', proto(2, call(call(named('functools', 'partial'), system, text('x')))), 'functools.partial'],
    ['a dotted name', proto(4, call(stackGlobal('torch', 'utils.data.os.system'), text('x'))), 'os.system'],
    ['a third pickle', bytes(proto(4, int(1)), proto(4, int(2)), runsCommand), 'os.system'],
    ['no STOP', runsCommand.subarray(0, -1), 'os.system'],
    ['garbage behind the call', bytes(runsCommand.subarray(0, -1), '\xfe\xfe'), 'os.system'],
    ['a memo slot that was never written', proto(2, call(system, text('x')), 'h\x63'), 'os.system'],
    ['a fault, and the call behind it', bytes('\x80\x02', 'h\x63', call(system, text('x')), '.'), 'os.system'],
    [
      'an instruction that does not exist, and the call behind it',
      bytes('\x80\x02', ']\xff', call(system, text('x')), '.'),
      'os.system',
    ],
    [
      'a frame that ends too early',
      bytes('\x80\x04\x95', u32(2), u32(0), call(stackGlobal('os', 'system'), text('x')), '.'),
      'os.system',
    ],
    [
      'a frame that is longer than the file',
      bytes('\x80\x04\x95', u32(9999), u32(0), call(stackGlobal('os', 'system'), text('x')), '.'),
      'os.system',
    ],
    [
      'a LONG_BINPUT',
      proto(4, text('os'), 'r', u32(70000), '0j', u32(70000), text('system'), '\x93', text('x'), '\x85R'),
      'os.system',
    ],
    ['escaped letters', bytes("S'o\\x73'\nS'system'\n\x93S'x'\n\x85R."), 'os.system'],
    ['unicode escapes', bytes('Vo\\u0073\nVsystem\n\x93Vx\n\x85R.'), 'os.system'],
  ])('%s', async (_name, content, name) => {
    const {verdict, named: names} = await answer(content, 'model.pkl')
    expect(verdict).toBe('unsafe')
    expect(names).toContain(name)
  })

  it('is read in time where it names thousands of long paths', async () => {
    const paths = Array.from({length: 6000}, (_, at) => stackGlobal('torch', `${'a.'.repeat(250)}n${at}`))
    expect((await answer(proto(4, ...paths, runsCommand.subarray(2)), 'model.pkl')).verdict).toBe('unsafe')
  })
})

describe('what is computed is unsafe', () => {
  const getattr = named('builtins', 'getattr')
  const module = call(named('importlib', 'import_module'), text('os'))
  it.each([
    ['getattr of an imported module', proto(2, call(call(getattr, module, text('system')), text('x'))), 'os.system'],
    [
      'attrgetter',
      proto(2, call(call(call(named('operator', 'attrgetter'), text('system')), module), text('x'))),
      'os.system',
    ],
    ['resolve_name', proto(2, call(call(named('pkgutil', 'resolve_name'), text('os:system')), text('x'))), 'os.system'],
    [
      'a joined name',
      proto(
        4,
        text('os'),
        call(named('builtins', 'str.join'), text(''), bytes('(', text('sys'), text('tem'), 't')),
        '\x93',
        text('x'),
        '\x85R',
      ),
      'os.system',
    ],
    ['a name that is no text', proto(4, text('os'), int(1), '\x93'), 'computed'],
    ['a call of what a call returned', proto(2, call(orderedDict, text('x'))), 'computed'],
  ])('%s', async (_name, content, name) => {
    const {verdict, rules, named: names} = await answer(content, 'model.pkl')
    expect(verdict).toBe('unsafe')
    expect(rules).toContain(
      _name === 'resolve_name' || _name.startsWith('getattr') || _name.startsWith('attr') ? 'AIB110' : rules[0],
    )
    expect(names).toContain(name)
  })
})

describe('a name that is computed of names', () => {
  it('is told in short, however often it doubles', async () => {
    const {verdict, findings} = await examined(proto(4, '}', '2\x93'.repeat(60), runsCommand.subarray(2)), 'model.pkl')
    expect(verdict).toBe('unsafe')
    expect(findings.map(({rule}) => rule)).toContain('AIB110')
    expect(Math.max(...findings.map(({message}) => message.length))).toBeLessThan(1000)
  })
})

describe('what changes more than the model is unsafe', () => {
  it.each([
    ['BUILD on a function', proto(2, named('torch._utils', '_rebuild_tensor_v2'), '}', text('__code__'), int(1), 'sb')],
    [
      'BUILD on a module, whose attribute is imported afterwards',
      proto(
        4,
        stackGlobal('torch', '_utils'),
        '}',
        text('x'),
        text('builtins'),
        'sb0',
        stackGlobal('torch._utils', 'x'),
        text('eval'),
        '\x93',
      ),
    ],
    ['SETITEM on a name', proto(2, named('sys', 'modules'), text('os'), 'Ns')],
    ['APPEND on a name', proto(2, named('acme', 'path'), text('/tmp'), 'a')],
    ['SETITEM on a tensor', proto(2, tensor('0', 1, [1]), int(0), int(1), 's')],
    [
      '__setstate__ in state',
      proto(2, named('sklearn.linear_model._ridge', 'Ridge'), ')\x81}', text('__setstate__'), 'Nsb'),
    ],
    [
      '__class__ in slot state',
      proto(2, named('sklearn.linear_model._ridge', 'Ridge'), ')\x81', 'N}', text('__class__'), 'Ns\x86b'),
    ],
  ])('%s', async (_name, content) => {
    const {verdict, rules} = await answer(content, 'model.pkl')
    expect(verdict).toBe('unsafe')
    expect(rules).toContain('AIB114')
  })
})

describe('what nobody knows is neither safe nor unsafe', () => {
  it.each([
    ['an instance of an unknown class', proto(2, named('acme.net', 'Encoder'), ')\x81}b'), 'AIB113'],
    ['a call of an unknown class', proto(2, call(named('acme.net', 'Encoder'))), 'AIB113'],
    ['a function that is named only', proto(4, stackGlobal('__main__', 'collate')), 'AIB113'],
    ['a nested class', proto(4, stackGlobal('acme.net', 'Encoder.Layer'), ')\x81'), 'AIB113'],
    [
      'a method of a class with a small name',
      proto(4, stackGlobal('scipy.interpolate._interpolate', 'interp1d._call_linear')),
      'AIB113',
    ],
    [
      'a class of Cython whose name begins with its type',
      proto(2, call(named('statsmodels.tsa.statespace._kalman_filter', 'dKalmanFilter'), int(1))),
      'AIB113',
    ],
    ['a value of torch that is called', proto(2, call(named('torch', 'FloatStorage'), int(1))), 'AIB113'],
    [
      'an estimator that holds a function',
      proto(
        2,
        named('sklearn.preprocessing._function_transformer', 'FunctionTransformer'),
        ')\x81}',
        text('func'),
        named('numpy', 'float32'),
        'sb',
      ),
      'AIB113',
    ],
    ['an extension code', proto(2, '\x82\x01'), 'AIB116'],
    ['a persistent id', bytes('\x80\x02', text('id'), 'Q.'), 'AIB116'],
    ['an out-of-band buffer', proto(5, '\x97'), 'AIB116'],
    ['a cut pickle', proto(4, '](', int(1), int(2), 'e').subarray(0, -3), 'AIB102'],
    ['text under the name of a pickle', utf8('not a pickle\n'), 'AIB102'],
    ['bytes behind the last pickle', bytes(proto(4, int(1)), '\x00\x00\x00'), 'AIB101'],
    ['a codec that is no encoding', proto(2, call(named('_codecs', 'encode'), text('x'), text('rot13'))), 'AIB113'],
    ['an unknown protocol', proto(9, int(1)), 'AIB102'],
  ])('%s', async (_name, content, rule) => {
    const {verdict, rules} = await answer(content, 'model.pkl')
    expect(verdict).toBe('unknown')
    expect(rules).toContain(rule)
  })

  it('is safe where the policy lists the name', async () => {
    const content = proto(2, named('acme.net', 'Encoder'), ')\x81}b')
    expect((await examined(content, 'model.pkl', {trustedNames: new Set(['acme.net.Encoder'])})).verdict).toBe('safe')
  })

  it('stays unsafe where the policy lists what acts', async () => {
    expect((await examined(runsCommand, 'model.pkl', {trustedNames: new Set(['os.system'])})).verdict).toBe('unsafe')
  })
})

describe('a pickle inside a pickle', () => {
  const loads = named('_pickle', 'loads')
  it.each([
    ['loaded from bytes', proto(4, call(loads, data(runsCommand)))],
    [
      'loaded by way of a buffer',
      proto(4, call(named('pickle', 'load'), call(named('_io', 'BytesIO'), data(runsCommand)))),
    ],
    ['loaded by torch', proto(4, call(named('torch.storage', '_load_from_bytes'), data(runsCommand)))],
  ])('is unsafe where it is %s, and its payload named', async (_name, content) => {
    const {verdict, named: names} = await answer(content, 'model.pkl')
    expect(verdict).toBe('unsafe')
    expect(names).toContain('os.system')
  })

  it.each([
    ['bytes', proto(4, data(runsCommand))],
    ['base64', proto(4, text(Buffer.from(runsCommand).toString('base64')))],
    ['hex', proto(4, text(Buffer.from(runsCommand).toString('hex')))],
    ['compressed bytes', proto(4, data(deflateSync(runsCommand)))],
    ['a pickle in a pickle in bytes', proto(4, data(proto(4, data(runsCommand))))],
  ])('is unknown where nothing loads it: %s', async (_name, content) => {
    const {verdict, rules, named: names} = await answer(content, 'model.pkl')
    expect({verdict, rules}).toEqual({verdict: 'unknown', rules: ['AIB115']})
    expect(names).toContain('os.system')
  })

  it('is no finding where it does nothing', async () => {
    expect((await answer(proto(4, data(proto(4, text('harmless text'), int(1), '\x86'))))).verdict).toBe('safe')
  })
})

describe('joblib', () => {
  const dtype = bytes(
    call(named('numpy', 'dtype'), text('f8'), '\x89', '\x88'),
    '(',
    int(3),
    text('<'),
    'NNN',
    int(-1),
    int(-1),
    int(0),
    'tb',
  )
  const wrapper = (raw: Uint8Array, type = dtype) =>
    bytes(
      named('joblib.numpy_pickle', 'NumpyArrayWrapper'),
      ')\x81}(',
      text('subclass'),
      named('numpy', 'ndarray'),
      text('shape'),
      '(',
      int(2),
      't',
      text('dtype'),
      type,
      'ub',
      raw,
    )

  it('reads on behind the raw bytes of an array', async () => {
    const content = proto(3, '](', wrapper(new Uint8Array(16).fill(0xff)), int(7), 'e')
    expect(await examined(content)).toMatchObject({verdict: 'safe', format: 'joblib'})
  })

  it('finds the call behind an array', async () => {
    const content = proto(3, '](', wrapper(new Uint8Array(16)), call(system, text('x')), 'e')
    expect((await answer(content)).verdict).toBe('unsafe')
  })

  it('finds the call in the pickle that an array of objects is', async () => {
    const objects = bytes(
      call(named('numpy', 'dtype'), text('O8'), '\x89', '\x88'),
      '(',
      int(3),
      text('|'),
      'NNN',
      int(-1),
      int(-1),
      int(63),
      'tb',
    )
    const content = proto(3, '](', wrapper(runsCommand, objects), int(7), 'e')
    expect((await answer(content)).verdict).toBe('unsafe')
  })

  it('finds what is compressed', async () => {
    expect((await answer(deflateSync(runsCommand), 'm.joblib')).named).toContain('os.system')
  })

  it('does not let a wrapper of old files read elsewhere', async () => {
    const content = proto(3, call(named('joblib.numpy_pickle', 'NDArrayWrapper'), text('../../x.npy'), 'N'))
    expect(await answer(content)).toMatchObject({verdict: 'unsafe', rules: ['AIB117']})
  })
})

describe('a class of a module that acts', () => {
  it.each([
    ['http', 'HTTPStatus', int(200)],
    ['http', 'HTTPMethod', text('GET')],
    ['signal', 'Signals', int(2)],
    ['socket', 'AddressFamily', int(2)],
    ['ssl', 'TLSVersion', int(771)],
    ['ssl', '_SSLMethod', int(2)],
    ['inspect', '_ParameterKind', int(0)],
    ['subprocess', 'CalledProcessError', int(1)],
    ['urllib.parse', 'ParseResult', text('https')],
  ])('is not proven safe where it only holds a value: %s.%s', async (module, name, value) => {
    const member = call(stackGlobal('builtins', 'getattr'), stackGlobal(module, name), text('OK'))
    for (const content of [call(named(module, name), value), stackGlobal(module, name), member])
      expect(await answer(proto(4, content), 'model.pkl')).toMatchObject({
        verdict: 'unknown',
        named: expect.stringContaining(`${module}.${name}`),
      })
  })

  it.each([
    ['its neighbours', call(named('http.client', 'HTTPConnection'), text('x'))],
    ['a server', call(named('http.server', 'HTTPServer'), text('x'))],
    ['a name that only begins so', call(named('http', 'HTTPStatuses'), text('x'))],
    ['a name of its module', call(stackGlobal('http', 'client.HTTPConnection'), text('x'))],
    ['what is reached through it', call(stackGlobal('http', 'HTTPStatus.__init_subclass__'), text('x'))],
    ['a function that it is given', call(named('http', 'HTTPStatus'), system)],
    ['a member that is called', call(call(named('http', 'HTTPStatus'), int(200)), text('x'))],
    ['the class when it is altered', bytes(stackGlobal('http', 'HTTPStatus'), '}', text('_missing_'), system, 'sb')],
  ])('is unsafe where it is %s', async (_name, content) => {
    expect((await answer(proto(4, content), 'model.pkl')).verdict).toBe('unsafe')
  })
})

describe('a value of a module that acts', () => {
  it.each([
    ['signal', 'SIGINT'],
    ['signal', 'CTRL_C_EVENT'],
    ['socket', 'AF_INET6'],
    ['ssl', 'SSL_ERROR_EOF'],
  ])('is not proven safe: %s.%s', async (module, name) => {
    for (const content of [bytes(named(module, name), '.'), proto(4, stackGlobal(module, name))])
      expect(await answer(content, 'model.pkl')).toMatchObject({
        verdict: 'unknown',
        named: expect.stringContaining(`${module}.${name}`),
      })
  })

  it.each([
    ['a class with a name of capitals', stackGlobal('ctypes', 'CDLL')],
    ['a function beside the values', stackGlobal('signal', 'SIGn')],
    ['a name of another module', stackGlobal('subprocess', 'SIGINT')],
    ['what is reached through a value', stackGlobal('signal', 'SIGINT.__class__')],
    ['a value that is altered', bytes(stackGlobal('signal', 'SIGINT'), '}', text('x'), int(1), 'sb')],
  ])('is unsafe where it is %s', async (_name, content) => {
    expect((await answer(proto(4, content), 'model.pkl')).verdict).toBe('unsafe')
  })
})

it.each([
  ['an iterator', call(named('builtins', 'enumerate'), call(named('builtins', 'iter'), ')'), int(0))],
  ['one of Python 2', call(named('itertools', 'izip'), call(named('__builtin__', 'iter'), ')'))],
  ['a time', call(named('time', 'struct_time'), ')')],
])('%s in a pickle is not proven safe', async (_what, content) => {
  expect(await answer(proto(4, content), 'model.pkl')).toMatchObject({verdict: 'unknown', rules: ['AIB113']})
})

describe('an attribute of a class', () => {
  const attribute = (module: string, name: string, of: string) =>
    call(stackGlobal('builtins', 'getattr'), stackGlobal(module, name), text(of))
  it.each([
    [
      'that is a member of an enumeration is not proven safe',
      proto(4, attribute('acme.states', 'State', 'READY')),
      'unknown',
    ],
    [
      'that is a method of a class of numbers is not proven safe',
      proto(2, attribute('scipy.interpolate._interpolate', 'interp1d', '_call_linear_np')),
      'unknown',
    ],
    ['that is called is unsafe', proto(4, call(attribute('acme.states', 'State', 'READY'))), 'unsafe'],
    ['of a class that acts is unsafe', proto(4, attribute('subprocess', 'Popen', 'X')), 'unsafe'],
    ['of a function is unsafe', proto(4, attribute('acme.states', 'state', 'READY')), 'unsafe'],
    ['with a small letter is unsafe', proto(4, attribute('zoneinfo', 'ZoneInfo', 'from_file')), 'unsafe'],
  ])('%s', async (_name, content, verdict) => {
    expect((await answer(content, 'model.pkl')).verdict).toBe(verdict)
  })
})

it('raw numbers that spell an import of no letters are no import: they are not proven safe', async () => {
  const spelled = concat(new Uint8Array(64), bytes('c\x0e\xf0#:\n\xff\x16A7.x\n(tR.'), new Uint8Array(64))
  expect((await answer(spelled, 'model.bin')).verdict).toBe('unknown')
  const named = concat(new Uint8Array(64), bytes("cos\nsystem\n(S'x'\ntR."), new Uint8Array(64))
  expect((await answer(named, 'model.bin')).verdict).toBe('unsafe')
})

describe('a pickle without the header of its protocol', () => {
  const acts = bytes('0', call(named('os', 'popen'), text('x')), '.')
  it.each([
    ['a short text', '\x8c\x02hi'],
    ['true', '\x88'],
    ['a long number', '\x8a\x01\x01'],
    ['an empty set', '\x8f'],
    ['short bytes', 'C\x01x'],
    ['bytes', 'B\x01\x00\x00\x00x'],
    ['a byte array', '\x96\x01\x00\x00\x00\x00\x00\x00\x00x'],
    ['a text of eight bytes of length', '\x8d\x01\x00\x00\x00\x00\x00\x00\x00x'],
    ['a frame', bytes('\x95', u64(BigInt(acts.length + 1)), 'N')],
  ])('is known by what it does: it begins with %s', async (_what, first) => {
    const given = await answer(bytes(first, acts), 'weights')
    expect([given.verdict, given.named.includes('os.popen')]).toEqual(['unsafe', true])
  })

  it('is not what a zip begins like, whatever stands in its members', async () => {
    const lines = utf8('a text\ncacme.module\nrun\n)R.\n')
    expect(await answer(zip([{name: 'a.txt', content: lines}]), 'm.pt')).toMatchObject({verdict: 'safe', rules: []})
  })

  it('may be a model of another format at once', async () => {
    // a length of 1676 bytes, or the instruction of a short text of six bytes
    const begins = bytes('\x8c\x06\x00\x00TFL3', acts)
    const model = flatbuffer('TFL3', word(3)).subarray(8)
    // the root table stands 8 bytes behind its list of fields
    const padded = bytes(begins, new Uint8Array(1676 - 8 - begins.length), model)
    const {findings, format} = await examined(padded, 'm.tflite')
    expect(format).toBe('tflite')
    expect(findings.map(({evidence}) => evidence)).toContain('os.popen')
  })
})

describe('settings in a checkpoint', () => {
  const settings = (target: string, key = '_target_') => ['}', '(', text(key), text(target), 'u'] as const

  it.each([
    ['a function that acts', proto(2, ...settings('os.system')), 'unsafe', 'os.system'],
    [
      'one under the key of Lightning',
      proto(2, ...settings('subprocess.run', 'class_path')),
      'unsafe',
      'subprocess.run',
    ],
    ['one in a dict of protocol 0', proto(0, '(', text('_target_'), text('os.system'), 'd'), 'unsafe', 'os.system'],
    ['a class that computes', proto(2, ...settings('torch.nn.Linear')), 'safe', ''],
    ['a word under another key', proto(2, ...settings('os.system', 'command')), 'safe', ''],
    ['the key as a value', proto(2, '}(', text('os.system'), text('_target_'), 'u'), 'safe', ''],
  ])('name %s', async (_what, content, verdict, name) => {
    const given = await answer(content, 'm.ckpt')
    expect(given.verdict).toBe(verdict)
    expect(given.named).toContain(name)
  })
})
