import {describe, expect, it} from 'vitest'
import {answer, examined} from '../../../support/examined.ts'
import {bytes, call, int, named, proto, runsCommand, stateDict, tensor, text} from '../../../support/pickles.ts'
import {u64, utf8} from '../../../support/weights.ts'
import {zip} from '../../../support/zips.ts'

const model = stateDict({
  'layer.weight': tensor('0', 6, [2, 3]),
  'layer.bias': tensor('1', 2, [2], {storage: 'HalfStorage'}),
})
const members = [
  {name: 'm/data.pkl', content: model},
  {name: 'm/byteorder', content: utf8('little')},
  {name: 'm/data/0', content: new Uint8Array(24)},
  {name: 'm/data/1', content: new Uint8Array(4)},
  {name: 'm/version', content: utf8('3\n')},
]
const oldMagic = bytes('\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.')
const oldFile = (object: Uint8Array, count = 4n) =>
  bytes(
    oldMagic,
    proto(2, 'M\xe9\x03'),
    proto(2, '}'),
    object,
    proto(2, '](', text('0'), 'e'),
    u64(count),
    new Uint8Array(16),
  )

describe('a file of torch', () => {
  it('is safe where each tensor fits the storage in the file', async () => {
    expect(await examined(zip(members))).toMatchObject({
      verdict: 'safe',
      format: 'pytorch',
      facts: {tensor_count: 2, parameters: 8, dtypes: ['float16', 'float32'], container: 'zip'},
    })
  })

  it.each([
    ['its object runs code', zip([{name: 'm/data.pkl', content: runsCommand}, ...members.slice(1)]), 'AIB110'],
    ['a further member does', zip([...members, {name: 'm/optimizer.bin', content: runsCommand}]), 'AIB110'],
    [
      'a storage is shorter than its tensors',
      zip(members.map(member => (member.name === 'm/data/0' ? {...member, content: new Uint8Array(20)} : member))),
      'AIB118',
    ],
    [
      'a tensor leads out of its storage',
      zip([{name: 'm/data.pkl', content: stateDict({w: tensor('0', 6, [2, 4])})}, ...members.slice(1, 3)]),
      'AIB118',
    ],
    [
      'an offset does',
      zip([{name: 'm/data.pkl', content: stateDict({w: tensor('0', 6, [2, 3], {offset: 1})})}, ...members.slice(1, 3)]),
      'AIB118',
    ],
  ])('is unsafe where %s', async (_name, content, rule) => {
    const {verdict, rules} = await answer(content)
    expect(verdict).toBe('unsafe')
    expect(rules).toContain(rule)
  })

  it.each([
    ['a storage is missing', zip(members.filter(({name}) => name !== 'm/data/1')), 'AIB102'],
    [
      'it needs an unknown class',
      zip([{name: 'm/data.pkl', content: proto(2, named('acme.net', 'Net'), ')\x81')}, ...members.slice(1)]),
      'AIB113',
    ],
    [
      'it brings code',
      zip([...members, {name: 'm/code/__torch__.py', content: utf8('def forward(self): pass')}]),
      'AIB127',
    ],
    [
      'it asks for something that is no storage',
      zip([{name: 'm/data.pkl', content: proto(2, text('x'), 'Q')}]),
      'AIB116',
    ],
  ])('is not proven safe where %s', async (_name, content, rule) => {
    const {verdict, rules} = await answer(content)
    expect(verdict).toBe('unknown')
    expect(rules).toContain(rule)
  })
})

it('a storage has one size, whoever asks for it', async () => {
  const twice = stateDict({a: tensor('0', 4, [4]), b: tensor('0', 1000, [1000])})
  const same = stateDict({a: tensor('0', 4, [4]), b: tensor('0', 4, [2])})
  const file = (content: Uint8Array): Uint8Array =>
    zip([
      {name: 'm/data.pkl', content},
      {name: 'm/data/0', content: new Uint8Array(16)},
      {name: 'm/version', content: utf8('3\n')},
    ])
  expect(await answer(file(twice))).toMatchObject({
    verdict: 'unsafe',
    named: expect.stringContaining('16 and with 4000'),
  })
  expect((await answer(file(same))).verdict).toBe('safe')
})

describe('a tensor is made of a storage, by arguments that are written', () => {
  const id = bytes('(', text('storage'), named('torch', 'FloatStorage'), text('0'), text('cpu'), int(4), 'tQ')
  const sides = bytes('(', int(40), int(40), 't', '(', int(40), int(1), 't')
  const file = (content: Uint8Array): Uint8Array =>
    zip([
      {name: 'm/data.pkl', content: proto(2, content)},
      {name: 'm/data/0', content: new Uint8Array(16)},
      {name: 'm/version', content: utf8('3\n')},
    ])
  const quantized = bytes('(', named('torch', 'per_tensor_affine'), int(1), int(0), 't\x89N')

  it.each<[string, Uint8Array]>([
    [
      'of a computed tuple',
      bytes(
        named('torch._utils', '_rebuild_tensor'),
        call(named('builtins', 'tuple'), bytes('(', id, int(0), sides, 't')),
        'R',
      ),
    ],
    ['of another tensor', call(named('torch._utils', '_rebuild_tensor'), tensor('0', 4, [4]), int(0), sides)],
    ['of a list', call(named('torch._utils', '_rebuild_tensor'), id.with(-2, 0x6c), int(0), sides)],
    [
      'quantized, and larger than its storage',
      call(named('torch._utils', '_rebuild_qtensor'), id, int(0), sides, quantized),
    ],
    [
      'with a method in its state',
      call(
        named('torch._utils', '_rebuild_parameter_with_state'),
        ...[tensor('0', 4, [4]), '\x88', 'N', bytes('}', text('__torch_function__'), named('builtins', 'list'), 's')],
      ),
    ],
  ])('%s', async (_name, content) => {
    expect((await answer(file(content))).verdict).not.toBe('safe')
  })
})

describe('a file of torch before 1.6', () => {
  const object = stateDict({w: tensor('0', 4, [4])})

  it('is safe where every byte belongs to a pickle or storage', async () => {
    expect(await examined(oldFile(object))).toMatchObject({
      verdict: 'safe',
      format: 'pytorch',
      facts: {parameters: 4, container: 'legacy'},
    })
  })

  it.each([
    ['its object runs code', oldFile(runsCommand), 'unsafe'],
    ['a storage has another size than was promised', oldFile(object, 3n), 'unsafe'],
    [
      'the magic number is computed',
      bytes(proto(2, named('builtins', 'eval'), '(', text('1'), 'tR'), oldFile(object).subarray(14)),
      'unsafe',
    ],
    ['it is cut', oldFile(object).subarray(0, -4), 'unknown'],
    ['bytes follow', bytes(oldFile(object), 'xxxx'), 'unknown'],
    [
      'a storage is not in the file',
      bytes(oldMagic, proto(2, int(1001)), proto(2, '}'), object, proto(2, ']')),
      'unknown',
    ],
    [
      'storage keys are not those of the tensors',
      bytes(
        oldMagic,
        proto(2, int(1001)),
        proto(2, '}'),
        object,
        proto(2, '](', text('9'), 'e'),
        u64(4n),
        new Uint8Array(16),
      ),
      'unknown',
    ],
  ])('is not safe where %s', async (_name, content, verdict) => {
    expect((await answer(content)).verdict).toBe(verdict)
  })
})

describe('what torch writes beside plain state dicts', () => {
  const unchecked = members.map(member => ({...member, local: {crc: 0}, central: {crc: 0}}))
  const id = {name: 'm/.data/serialization_id', content: utf8('0123'), local: {crc: 0}, central: {crc: 0}}

  it('is safe without checksums where torch left out all of them, and not where a few are wrong', async () => {
    expect((await answer(zip([...unchecked, id]))).verdict).toBe('safe')
    expect((await answer(zip(unchecked))).rules).toContain('AIB121')
    expect((await answer(zip([...members, id]))).rules).toContain('AIB121')
    expect((await answer(zip([...unchecked, {name: 'm/x', content: runsCommand, local: {crc: 0}}, id]))).verdict).toBe(
      'unsafe',
    )
  })

  const item = zip(members)
  const badItem = zip([{name: 'm/data.pkl', content: runsCommand}, ...members.slice(1)])

  it('is safe as a distributed checkpoint, whose zips lie one behind the other and are examined each', async () => {
    expect(await examined(bytes(item, item, item), '__0_0.distcp')).toMatchObject({
      verdict: 'safe',
      format: 'pytorch-distributed',
    })
    const wide = zip(members, {isWide: true})
    expect((await answer(bytes(wide, wide), '__0_0.distcp')).verdict).toBe('safe')
    expect((await answer(bytes(item, badItem, item), '__0_0.distcp')).named).toContain('os.system')
    expect((await answer(bytes(badItem, item), '__0_0.distcp')).verdict).toBe('unsafe')
    expect((await answer(bytes('junk', item), '__0_0.distcp')).verdict).toBe('unknown')
    expect((await answer(bytes(item, runsCommand), '__0_0.distcp')).named).toContain('os.system')
    expect((await answer(bytes(item, 'junk'), '__0_0.distcp')).verdict).toBe('unknown')
    // under another name a reader shows one zip and another reader the other
    expect((await answer(bytes(item, item), 'x.pt')).verdict).not.toBe('safe')
  })

  const packaged = (object: Uint8Array, modules: string) =>
    zip([
      {name: 'p/model/model.pkl', content: object},
      {name: 'p/.data/0.storage', content: new Uint8Array(24)},
      {name: 'p/.data/1.storage', content: new Uint8Array(4)},
      {name: 'p/.data/extern_modules', content: utf8(modules)},
      {name: 'p/.data/python_version', content: utf8('3.11.7')},
    ])

  it('is safe as a package of tensors, whose list of modules is no pickle', async () => {
    expect((await answer(packaged(model, 'collections\ntorch._utils\ntorch\n'))).verdict).toBe('safe')
    expect((await answer(packaged(runsCommand, 'collections\n'))).verdict).toBe('unsafe')
    expect((await answer(packaged(model, "cos\nsystem\n(S'id'\ntR.\n"))).verdict).toBe('unsafe')
    const reduced = proto(2, '(', text('reduce_package'), named('os', 'system'), '(', text('id'), 'tt', 'Q')
    expect((await answer(packaged(reduced, ''))).verdict).toBe('unsafe')
  })
})

describe('TorchScript', () => {
  const linear = `class Linear(Module):
  __parameters__ = ["weight", ]
  weight : Tensor
  def forward(self: __torch__.torch.nn.modules.linear.Linear,
    input: Tensor) -> Tensor:
    weight = self.weight
    return torch.linear(input, weight, CONSTANTS.c0)
`
  const main = `class M(Module):
  l : __torch__.torch.nn.modules.linear.Linear
  def forward(self: __torch__.M,
    x: Tensor) -> Tensor:
    if torch.gt(x, 0):
      _0 = annotate(List[int], [2, 3])
    else:
      ops.prim.RaiseException("no os.system(", "builtins.ValueError")
    l = self.l
    return (l).forward(torch.reshape(x, _0), )
`
  const script = (...code: string[]) =>
    zip([
      {
        name: 'm/data.pkl',
        content: proto(
          2,
          named('__torch__', 'M'),
          ')\x81}',
          text('n'),
          call(named('torch.jit._pickle', 'build_intlist'), '](', int(2), 'e'),
          'sb',
        ),
      },
      {name: 'm/code/__torch__/torch/nn/modules/linear.py', content: utf8(linear)},
      {name: 'm/code/__torch__.py', content: utf8([main, ...code].join(''))},
      {name: 'm/code/__torch__.py.debug_pkl', content: proto(2, int(1))},
      {name: 'm/constants.pkl', content: proto(2, ')')},
      {name: 'm/version', content: utf8('3\n')},
    ])
  const method = (line: string) => `  def more(self: __torch__.M, x: Tensor) -> Tensor:\n    ${line}\n`

  it('is safe where every call is an operator that computes, or code of the file', async () => {
    expect(await examined(script())).toMatchObject({verdict: 'safe', format: 'torchscript'})
  })

  it('is safe where a short name stands for functions of the file', async () => {
    const lines = ['f = __torch__.M.__new__(__torch__.M)', 'g = __torch__.torch.nn.modules.linear.Linear', 'h = g(x)']
    expect((await answer(script(...lines.map(method)))).verdict).toBe('safe')
  })

  it.each([
    ['writes a file', 'torch.save(x, "/root/.bashrc")', 'unsafe', 'torch.save'],
    ['reads one by its namespace', 'ops.aten.from_file("/etc/passwd", False, 1)', 'unsafe', 'ops.aten.from_file'],
    ['writes one as a method', '(torch.relu(x)).save("x")', 'unsafe', '.save'],
    ['calls another machine', 'ops.prim.rpc_async("w", "f", [])', 'unsafe', 'ops.prim.rpc_async'],
    ['needs an operator from elsewhere', 'ops.acme.run(x)', 'unknown', 'ops.acme.run'],
    ['calls what nobody defines', '__torch__.acme.f(x)', 'unknown', '__torch__.acme.f'],
    ['calls what only Python has', 'os.system("id")', 'unknown', 'os.system'],
    ['calls it by a blank', 'eval ("1")', 'unknown', 'eval'],
    ['imports what the interpreter does not have', 'import os', 'unknown', 'import os'],
    [
      'calls a function under a short name that stands for another too',
      'f = __torch__.M; f = ops.acme.run; f(x)',
      'unknown',
      'f,',
    ],
    ['keeps one that writes for later', 'f = torch . save', 'unsafe', 'torch.save'],
    ['asks for one by its name', 'getattr(torch, "save")(x, "f")', 'unknown', 'getattr(torch'],
    ['calls what an expression gives', '(torch.relu)(x)', 'unknown', 'torch.relu)('],
    ['calls first what it only named', 'f = ops.acme.run; ops.acme.run(x)', 'unknown', 'ops.acme.run'],
    ['has a quote that nothing closes', "y = '\\'; torch.relu(x, 'f')", 'unknown', "'"],
  ])('is not safe where it %s', async (_name, line, verdict, name) => {
    const given = await answer(script(method(line)))
    expect([given.verdict, given.named.includes(name)]).toEqual([verdict, true])
  })

  it('names the operators of a program for phones', async () => {
    const phone = (operator: string) =>
      zip([
        {name: 'm/data.pkl', content: proto(2, ')')},
        {name: 'm/constants.pkl', content: proto(2, ')')},
        {
          name: 'm/bytecode.pkl',
          content: proto(2, int(3), '(', text('operators'), '(', text(operator), text(''), 'tt\x86'),
        },
      ])
    expect((await answer(phone('aten::relu'))).verdict).toBe('safe')
    expect(await answer(phone('aten::save'))).toMatchObject({
      verdict: 'unsafe',
      named: expect.stringContaining('aten::save'),
    })
    expect((await answer(phone('acme::run'))).verdict).toBe('unknown')
  })

  it('trusts its own classes in its own pickles alone', async () => {
    const foreign = zip([
      {name: 'm/data.pkl', content: proto(2, named('__torch__', 'M'), ')\x81')},
      ...members.slice(1),
    ])
    expect((await answer(foreign)).verdict).toBe('unknown')
  })
})

describe('a program that torch exported', () => {
  const exported = (graph: object, ...more: {name: string; content: Uint8Array}[]) =>
    zip([
      {name: 'ep/archive_format', content: utf8('pt2')},
      {name: 'ep/byteorder', content: utf8('little')},
      {name: 'ep/models/model.json', content: utf8(JSON.stringify(graph))},
      {
        name: 'ep/data/weights/model_weights_config.json',
        content: utf8(
          JSON.stringify({
            config: {w: {path_name: 'weight_0', use_pickle: false, tensor_meta: {sizes: [{as_int: 2}, {as_int: 3}]}}},
          }),
        ),
      },
      {name: 'ep/data/weights/weight_0', content: new Uint8Array(24)},
      ...more,
    ])
  const calls = (target: string) => ({
    graph_module: {graph: {nodes: [{target, inputs: [{arg: {as_operator: target}}]}]}},
  })
  const size = (expression: string) => ({sizes: [{as_expr: {expr_str: expression}}]})

  it.each([
    ['operators', calls('torch.ops.aten.add.Tensor')],
    ['items and sizes', calls('_operator.getitem')],
    ['symbols', size("Max(1, Symbol('s31', positive=True, integer=True)*2 + FloorDiv(s0, 4))")],
    ['no guards', {guards_code: []}],
  ])('is safe with %s that compute', async (_name, graph) => {
    expect(await examined(exported(graph))).toMatchObject({verdict: 'safe', format: 'pytorch-exported'})
  })

  it.each([
    ['a node reaches another module', calls('torch.os.system'), 'unsafe', 'torch.os.system'],
    ['a node loads code', calls('torch.hub.load'), 'unsafe', 'torch.hub.load'],
    ['a node writes a file', calls('torch.ops.aten.save.default'), 'unsafe', 'torch.ops.aten.save'],
    [
      'an operator of higher order may call anything',
      calls('torch.ops.higher_order.call_torchbind'),
      'unknown',
      'torchbind',
    ],
    ['an operator comes from elsewhere', calls('torch.ops.acme.run.default'), 'unknown', 'torch.ops.acme.run'],
    ['a size is code', size("__import__('os').system('id')"), 'unsafe', '__import__'],
    ['a size reaches an attribute', size('Symbol.mro'), 'unsafe', 'Symbol.mro'],
    ['a size calls what nobody knows', size('lambdify(s0)'), 'unknown', 'lambdify'],
    ['a guard is code', {guards_code: ["__import__('os')"]}, 'unsafe', '__import__'],
    ['it has guards', {guards_code: ["L['x'].size()[0] <= 10"]}, 'unknown', 'size()'],
  ])('is not safe where %s', async (_name, graph, verdict, name) => {
    const given = await answer(exported(graph))
    expect([given.verdict, given.named.includes(name)]).toEqual([verdict, true])
  })

  it('has its further members examined as any file', async () => {
    const inputs = {name: 'ep/data/sample_inputs/model.pt', content: zip([{name: 'm/data.pkl', content: runsCommand}])}
    expect((await answer(exported({}, inputs))).named).toContain('os.system')
    expect((await answer(exported({}, {name: 'ep/data/weights/weight_1', content: new Uint8Array(8)}))).verdict).toBe(
      'unknown',
    )
    expect((await answer(exported({}, {name: 'ep/models/other.json', content: utf8('{"a":')}))).verdict).toBe('unknown')
  })
})
