import {describe, expect, it} from 'vitest'
import {redactArguments} from '../../../src/lib/redact/arguments.ts'
import {redactPrinted, redactResult} from '../../../src/lib/redact/printed.ts'
import {redactText} from '../../../src/lib/redact/text.ts'
import {redactUrl} from '../../../src/lib/redact/url.ts'

const K = '0018c1b2e5f94d0a8b7c6d5e4f3a2b1c0d9e8f7a'
const W = 'correct-horse-battery'
const S = 'xK9fQ2mZ7pLw4Rt1'
/** Parts of what is hidden; none may be left. */
const parts = [
  W,
  K,
  S,
  K.slice(0, 31),
  'MIIEvQ',
  'Y29ycm',
  'Tr0ub4dor',
  'K7MDENG',
  'AKIAIOS',
  'XyZ12ab',
  'AAHdqT',
  'code=abc',
  'sig=ab',
  'abcdef12',
]

function expectHidden(text: string, before: string): void {
  for (const part of parts) expect(text).not.toContain(part)
  expect(text.split('\n')).toHaveLength(before.split('\n').length)
  expect(text).toContain('***')
}

const texts: readonly (readonly [name: string, writing: 'code' | 'data' | 'prose', text: string])[] = [
  ['builder', 'code', `OpenAiChatModel.builder().apiKey("${W}").modelName("gpt-4o")`],
  ['builder with', 'code', `OpenAIConfig::new().with_api_key("${W}");`],
  ['credential', 'code', `new ChatClient("gpt-4o", new ApiKeyCredential("${W}"))`],
  ['setter', 'code', `client.setOpenAiApiKey(\n  '${W}')`],
  ['login', 'code', `login("${W}-1a")`],
  ['ternary', 'code', `create({apiKey: isProd ? '${W}' : '${W}x'})`],
  ['sentence in code', 'code', `content="The admin password is Tr0ub4dor!1#x and no other"`],
  ['sentence', 'data', 'Login with user admin and password Tr0ub4dor!1#x.'],
  ['py dict', 'code', `cfg = {"api_key": "${W}", 'password': '${W}'}`],
  ['py kw single', 'code', `ChatOpenAI(openai_api_key='${W}', model="gpt-4o")`],
  ['py concat', 'code', `API_KEY = "corr" + "${W}"`],
  ['py paren', 'code', `api_key = (\n    "${W}"\n)`],
  ['py multi implicit', 'code', `API_KEY = ("${W}"\n  "${W}")`],
  ['py bytes', 'code', `SECRET = b"${W}"`],
  ['py setattr', 'code', `openai.api_key = "${W}"`],
  ['py header', 'code', `headers = {"Authorization": "Bearer " + "${W}"}`],
  ['py header2', 'code', `headers={"Authorization": f"Token ${W}"}`],
  ['py header3', 'code', `headers = {"x-api-key": "${W}"}`],
  ['py tuple', 'code', `auth=("admin", "${W}")`],
  ['py login', 'code', `login("${K}")`],
  ['py login2', 'code', `huggingface_hub.login(token="${W}")`],
  ['py wandb', 'code', `wandb.login(key="${K}")`],
  ['py env default', 'code', `key = os.environ.get("OPENAI_API_KEY") or "${W}"`],
  ['py default arg', 'code', `def f(api_key: str = "${W}"):`],
  ['py optional', 'code', `    api_key: Optional[str] = Field(default="${W}")`],
  ['py comparision', 'code', `if password == "${W}":`],
  ['py walrus', 'code', `(token := "${W}")`],
  ['py list', 'code', `API_KEYS = ["${W}", "${W}"]`],
  ['py dict of', 'code', `os.environ.update({"OPENAI_API_KEY": "${W}"})`],
  ['py update kw', 'code', `os.environ.update(OPENAI_API_KEY="${W}")`],
  ['py putenv', 'code', `os.putenv("OPENAI_API_KEY", "${W}")`],
  [
    'py boto',
    'code',
    `boto3.client("bedrock-runtime", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")`,
  ],
  ['py conn', 'code', `create_engine("postgresql://u:${W}@h/d")`],
  ['py conn2', 'code', `CONN = "Server=h;User Id=u;Password=${W};"`],
  ['py conn3', 'code', `conn = "host=h user=u password=${W} dbname=d"`],
  ['js obj', 'code', `const c = { apiKey: "${W}", 'api-key': '${W}' }`],
  ['js set', 'code', `process.env.OPENAI_API_KEY = "${W}"`],
  ['js process', 'code', `process.env["OPENAI_API_KEY"] = '${W}'`],
  ['js tern', 'code', `const token = isDev ? "${W}" : process.env.T`],
  ['js header', 'code', `headers: { Authorization: \`Bearer ${W}\` }`],
  ['js as', 'code', `const apiKey = "${W}" as string`],
  ['js class', 'code', `  private readonly secret = '${W}'`],
  ['js default', 'code', `constructor(apiKey = "${W}") {`],
  ['js jsx', 'code', `<Provider apiKey="${W}" />`],
  ['ts generic', 'code', `const token: Secret<string> = "${W}"`],
  ['ipynb', 'code', `    "openai.api_key = '${W}'\\n",`],
  ['ipynb2', 'code', `    "client = OpenAI(api_key=\\"${W}\\")\\n",`],
  ['ipynb env', 'code', `"%env OPENAI_API_KEY=${W}\\n",`],
  ['ipynb export', 'code', `"!export OPENAI_API_KEY=${W}\\n",`],
  ['env spaces', 'data', `OPENAI_API_KEY = ${W}`],
  ['env quoted comment', 'data', `API_KEY="${W}" # x`],
  [
    'env multi',
    'data',
    `PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\nabcd\n-----END PRIVATE KEY-----"`,
  ],
  ['env unnamed hex', 'data', `FOO=${K}`],
  ['env unnamed', 'data', `FOO_BAR=${S}Ab3dE`],
  ['yaml', 'data', `api_key: ${W} # comment`],
  ['yaml quoted', 'data', `"api_key": '${W}'`],
  ['yaml list', 'data', `api_keys:\n  - ${W}\n  - ${W}x`],
  ['yaml flow', 'data', `llm: {api_key: ${W}, model: gpt-4o}`],
  ['yaml block >', 'data', `password: >-\n  ${W}\n  more\nmodel: x`],
  ['yaml anchor', 'data', `api_key: &key ${W}`],
  ['yaml tag', 'data', `api_key: !!str ${W}`],
  ['json pretty', 'data', `{\n  "apiKey":\n    "${W}"\n}`],
  ['json nv', 'data', `{"name": "OPENAI_API_KEY", "value": "${W}"}`],
  ['json vn', 'data', `{"value": "${W}", "name": "OPENAI_API_KEY"}`],
  ['json nv lines', 'data', `{\n  "name": "OPENAI_API_KEY",\n  "value": "${W}"\n}`],
  ['json args lines', 'data', `"args": [\n  "--api-key",\n  "${W}"\n]`],
  ['json args k', 'data', `"args": ["-k", "${S}"]`],
  ['json args word', 'data', `"args": ["-y", "x-mcp", "${K}"]`],
  ['json env', 'data', `"env": {"FOO": "${S}Ab3d"}`],
  ['json headers', 'data', `"headers": {"X-Custom": "${S}Ab3d"}`],
  ['toml', 'data', `api_key = '''${W}'''`],
  ['toml inline', 'data', `auth = { token = "${W}", user = "u" }`],
  ['ini colon', 'data', `password : ${W}`],
  ['docker env', 'data', `ENV A=b OPENAI_API_KEY=${W} C=d`],
  ['docker env multi', 'data', `ENV A=b \\\n    OPENAI_API_KEY=${W} \\\n    C=d`],
  ['docker arg', 'data', `ARG OPENAI_API_KEY="${W}"`],
  ['docker run', 'data', `RUN echo "machine x login y password ${W}" > ~/.netrc`],
  ['docker run2', 'data', `RUN --mount=type=secret curl -H "Authorization: Bearer ${W}" x`],
  ['docker cmd', 'data', `CMD ["serve", "--api-key", "${W}"]`],
  ['k8s', 'data', `- name: OPENAI_API_KEY\n  value: ${W}`],
  ['k8s quoted', 'data', `- name: "OPENAI_API_KEY"\n  value: '${W}'`],
  ['k8s secret', 'data', `kind: Secret\nstringData:\n  token: ${W}\n  openai: ${S}Ab3d`],
  ['k8s b64', 'data', `data:\n  api-key: Y29ycmVjdC1ob3JzZQ==`],
  ['helm set', 'data', `helm install x --set openai.apiKey=${W}`],
  ['workflow', 'data', `        with:\n          api-key: ${W}`],
  ['workflow run', 'data', `      run: curl -H "X-API-Key: ${W}" https://x`],
  ['compose map', 'data', `environment:\n  OPENAI_API_KEY: "${W}"`],
  ['compose list', 'data', `- "OPENAI_API_KEY=${W}"`],
  ['tf', 'data', `openai_api_key = "${W}"`],
  ['tf var', 'data', `variable "openai_api_key" {\n  type = string\n  default = "${W}"\n}`],
  ['props', 'data', `spring.ai.openai.api-key=${W}`],
  ['xml add', 'data', `<add key="ApiKey" value="${W}" />`],
  ['prose', 'prose', `Use the API key ${K.slice(0, 31)}x`],
  ['prose2', 'prose', `My password is "${W}".`],
  ['prose3', 'prose', `api_key=${W}`],
  ['prose4', 'prose', `curl -H "Authorization: Bearer ${W}"`],
  ['prose5', 'prose', `export OPENAI_API_KEY=${W}`],
  ['prose6', 'prose', 'Password: Tr0ub4dor'],
  ['slack', 'prose', 'https://hooks.slack.com/services/T00000000/B00000000/XyZ12abCdEfGh34IjKlMn56O'],
  ['telegram', 'code', 'https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe'],
  ['mongodb', 'data', `mongodb+srv://u:${W}@c.example/x`],
  ['redis', 'data', `redis://:${W}@h:6379`],
  ['amqp', 'data', `url: amqp://u:${W}@h`],
  ['git', 'data', `https://x-access-token:${W}@github.com/a/b`],
  ['az sas', 'data', `https://x.blob.core.windows.net/c?sv=2022&sig=${encodeURIComponent(`aB3/dE+f=${S}`)}`],
  [
    'aws presigned',
    'data',
    `https://b.s3.amazonaws.com/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2024&X-Amz-Signature=${K}`,
  ],
  ['baml', 'data', `  api_key "${W}"`],
  ['xml element', 'data', `<apiKey>${W}</apiKey>`],
  ['xml element with a prefix', 'data', `<ai:api-key xmlns:ai="x">\n    ${W}\n  </ai:api-key>`],
  ['xml element named by an attribute', 'data', `<entry key="db.password">${W}</entry>`],
  ['xml CDATA', 'data', `<password><![CDATA[${W}]]></password>`],
  ['xml in code', 'code', `"<token>${K}</token>"`],
  ['property list', 'data', `<key>ApiKey</key>\n<string>${W}</string>`],
  ['bare key beside a provider', 'data', `llm:\n  provider: openai\n  key: ${W}\n`],
  ['bare key before an endpoint', 'data', `{"key": "${W}", "endpoint": "https://h"}`],
  ['bare pass beside a user', 'data', `db:\n  user: app\n  pass: ${W}\n`],
  ['bare key of a login', 'code', `wandb.login(key="${W}")`],
  ['bare key of a client', 'code', `client = SearchClient(endpoint, key="${W}")`],
  ['hub with a user', 'prose', `hf:user:${W}@acme/model is not there`],
  ['a URL that lost a slash', 'prose', `ENOENT: no such file, open '/app/https:/u:${W}@h/x'`],
  ['a query behind a lost slash', 'prose', `open '/app/https:/h/x?token=${W}'`],
]

const argumentLists = [
  ['-y', 'x', '-k', W],
  ['--key', W],
  [`--key=${W}`],
  ['-e', `FOO=${W}`],
  ['--env', `FOO=${K}`],
  [`--env=FOO=${S}`],
  [`-eFOO=${K}`],
  ['--header', `Authorization: Bearer ${W}`],
  ['-H', `X-Key: ${W}1`],
  [`--header=Authorization: Bearer ${W}`],
  ['--header', `Authorization:${W}`],
  ['--auth', W],
  ['-p', S],
  ['-t', K],
  ['--bearer', W],
  ['--pat', W],
  ['--connection-string', `Server=h;Password=${W}`],
  ['--database-url', `postgres://u:${W}@h/d`],
  [`postgres://u:${W}@h/d`],
  [`https://h/x?code=${S}`],
  [`--url=https://h/${S}/sse`],
  [`api_key=${W}`],
  ['--config', `{"apiKey": "${W}"}`],
  ['--set', `openai.apiKey=${W}`],
  ['-c', `TOKEN=${W} x`],
  [`--cred=${W}`],
  ['--', `KEY=${W}`],
  ['--access-token', W, '--x'],
  [`--apikey:${W}`],
  ['-D', `api.key=${W}`],
  [`-Dapi.key=${W}`],
  ['--env-vars', `A=1,API_KEY=${W}`],
  ['--token', `"${W}"`],
  ['--user', `u:${W}`],
  ['--proxy-user', `u:${W}`],
  [`${S}Q`],
  [S],
  [`/key:${W}`],
  [`/api-key:${W}`],
  [`/token=${W}`],
  [`/p:Password=${W}`],
  [`hf:user:${W}@acme/model`],
]

const urls = [
  `https://h/${S}/simple`,
  'https://h/x?code=abc',
  'https://h/x?sig=ab',
  `https://h/x?x=${S}`,
  `https://h/x#token=${W}`,
  `https://h/x;jsessionid=${K}`,
  `https://u:${W}@h`,
  `https://${K}@h/x`,
  `https://${S}:x-oauth-basic@h`,
  `https://h/t/${S}/c`,
  'https://h/token/abcdef12',
  `https://h/x?redirect=${encodeURIComponent(`https://u:${W}@h`)}`,
  `https://h/v1/${S}?${S}`,
  `ssh://u:${W}@h`,
  `https://h/x?a[]=1&key[]=${W}`,
  `https://h/x?API-KEY=${W}`,
  `https://h/x?p=${K}&q=1`,
  `https://mcp.example/models/${K}/sse`,
  `https://h/apikey=${W}`,
  `https://h/x?u=1;token=${W}`,
  `https://${K}.mcp.example/sse`,
  `https://eu.${S}Ab3dE.example/sse`,
]

describe('a secret is hidden', () => {
  it.each(texts)('%s', (_name, writing, text) => {
    expectHidden(redactText(text, writing), text)
  })

  it.each(argumentLists.map(list => [list.join(' '), list] as const))('in arguments: %s', (line, list) => {
    expectHidden(redactArguments(list).join(' '), line)
  })

  it.each(urls)('in %s', url => {
    expectHidden(redactUrl(url), url)
    expect(redactUrl(redactUrl(url))).toBe(redactUrl(url))
  })

  it('in results and summaries', () => {
    const url = `https://u:${W}@h.example/x?token=${S}`
    expect(redactPrinted(`see ${url} now`)).toBe('see https://***@h.example/x?token=*** now')
    expect(redactResult({a: [url, 1, null], b: {c: `hf_${'aB3'.repeat(12)}`}})).toEqual({
      a: ['https://***@h.example/x?token=***', 1, null],
      b: {c: '***'},
    })
  })

  it.each([
    'key=',
    'key="',
    'api_key = (',
    'key=a(',
    'API_KEY = "a" + ',
    'variable "api_key" { default=',
    'name: API_KEY ',
    '<key>',
    '<a key="token">x',
    '</',
    'https:/',
  ])(
    'in linear time: %s',
    unit => {
      const long = unit.repeat(Math.ceil(100_000 / unit.length))
      for (const writing of ['code', 'data', 'prose'] as const)
        expect(redactText(long, writing).length).toBeGreaterThan(0)
    },
    60_000,
  )
})
