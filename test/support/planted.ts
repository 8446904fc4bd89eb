import {createHash} from 'node:crypto'

/** Secrets of a kind that no prefix gives away, each used once, and files that hold them. */
export interface Planted {
  readonly secrets: readonly string[]
  readonly files: Readonly<Record<string, string>>
}

const alphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

/** One secret in every place that a file which aibom reads may hold one. */
export function plantSecrets(): Planted {
  const secrets: string[] = []
  const keep = (secret: string): string => {
    secrets.push(secret)
    return secret
  }
  const digest = (): Buffer => createHash('sha512').update(`planted ${secrets.length}`).digest()
  /** letters of both cases and digits */
  const key = (length = 28): string =>
    keep([...digest().subarray(0, length)].map(byte => alphabet[byte % alphabet.length]).join(''))
  /** the shape of a commit */
  const hex = (length = 40): string => keep(digest().toString('hex').slice(0, length))
  const uuid = (): string =>
    keep(
      digest()
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/s, '$1-$2-$3-$4-$5'),
    )
  /** of words: only its name gives it away */
  const words = (): string => keep(`correct-horse-${digest().toString('hex').slice(0, 4)}-staple`)
  const password = (): string => keep(`Tr0ub4dor&${secrets.length}`)
  return {
    files: {
      ...filesOfSettings(),
      ...filesOfCode(),
      ...filesOfServers(),
      ...filesOfPackages(),
      ...filesOfInfrastructure(),
    },
    secrets,
  }

  function filesOfSettings(): Record<string, string> {
    return {
      '.env': `OPENAI_API_KEY=${hex()}\nOPENAI_MODEL=gpt-4o\nDB_PASSWORD=${words()}\nexport ANTHROPIC_KEY='${key()}'\n`,
      '.env.production': `AZURE_OPENAI_API_KEY = "${password()}"\nOPENAI_BASE_URL=https://user:${key(12)}@llm.example/v1\nOPENAI_MODEL=gpt-4o # model\nSESSION_SECRET: ${words()}\n`,
      'litellm.yaml': `model_list:\n  - model_name: chat\n    litellm_params:\n      model: openai/gpt-4o\n      api_key: ${words()}\n      api_base: https://llm.example/${key(24)}/v1?code=${key(16)}\ngeneral_settings:\n  master_key: ${password()}\n`,
      'config.yaml': `llm:\n  token: |\n    ${key()}\n    ${key()}\n  model: gpt-4o\n  password: "${password()}"\n  apiKey:\n    ${words()}\n`,
      'config.json': `{"llm": {"model": "gpt-4o", "apiKey": "${hex()}", "clientSecret":\n  "${words()}", "headers": {"X-Api-Key": "${key(10)}", "Authorization": "Bearer ${words()}"}}}\n`,
      'settings.toml': `[llm]\nmodel = "gpt-4o"\napi_key = "${words()}"\nsecret_access_key = '${password()}'\ndsn = "postgresql://bot:${key(9)}@db.example/x"\n`,
      'settings.ini': `[llm]\nmodel = gpt-4o\napi_key = ${password()}\npassword: ${words()}\n`,
      'application.properties': `spring.ai.openai.api-key=${words()}\nspring.ai.openai.chat.options.model=gpt-4o\n`,
      'appsettings.json': `{"AzureOpenAI": {"ApiKey": "${key(18)}", "ModelId": "gpt-4o", "Endpoint": "https://x.openai.azure.com/?sig=${key(15)}"},\n "ConnectionStrings": {"Db": "Server=h;User=u;Password=${words()};"}}\n`,
      'mlflow.yaml': `tracking_uri: https://admin:${words()}@mlflow.example\nmodel: gpt-4o\n`,
      'deno.json': `{"imports": {"openai": "npm:openai@4"}, "api_token": "${key()}"}\n`,
      '.continue/config.json': `{"models": [{"title": "x", "provider": "openai", "model": "gpt-4o", "apiKey": "${words()}"}]}\n`,
      '.aider.conf.yml': `model: gpt-4o\nopenai-api-key: ${words()}\n`,
    }
  }

  function filesOfCode(): Record<string, string> {
    return {
      'app.py': `import os\nfrom openai import OpenAI\nPASSWORD = "${words()}"\nclient = OpenAI(api_key="${hex()}", base_url="https://llm.example/v1?token=${key(14)}")\nclient.chat.completions.create(model="gpt-4o", messages=[])\n`,
      'environ.py': `import os, openai\nos.environ["OPENAI_API_KEY"] = "${words()}"\nos.environ.setdefault('ANTHROPIC_API_KEY', '${words()}')\nkey = os.getenv("COHERE_API_KEY", "${words()}")\nopenai.OpenAI().responses.create(model="gpt-4o", extra_headers={"Authorization": f"Bearer ${password()}"})\n`,
      'typed.py': `from openai import OpenAI\napi_key: str = "${words()}"\nsecret: SecretStr = SecretStr("${words()}")\nOpenAI(\n    api_key=\n        "${words()}",\n).responses.create(model="gpt-4o", user="${key()}")\n`,
      'long.py': `from openai import OpenAI\nTOKEN = """\n${words()}\n${key()}\n"""\nx = "${'y'.repeat(190)}"; api_key = "${hex(64)}"\nOpenAI().responses.create(model="gpt-4o")\n`,
      'repeated.py': `from openai import OpenAI\nDB_PASSWORD = "${secrets[secrets.length - 1]}x"\n${'\n'.repeat(30)}connect("${secrets[secrets.length - 1]}x")\nOpenAI().responses.create(model="gpt-4o")\n`,
      'app.ts': `import OpenAI from 'openai'\nconst apiKey: string = process.env.OPENAI_API_KEY ?? '${words()}'\nconst client = new OpenAI({apiKey: \`${words()}\`, defaultHeaders: {'x-api-key': '${password()}'}})\nawait client.responses.create({model: 'gpt-4o', input: ''})\nheaders.set('Authorization', 'Basic ${key(16)}')\n`,
      'app.jsx': `import {createOpenAI} from '@ai-sdk/openai'\nconst token = "${words()}"\nconst openai = createOpenAI({apiKey: "${words()}", baseURL: "https://k:${key(11)}@llm.example/v1"})\nexport const model = openai('gpt-4o')\n`,
      'notebook.ipynb': `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": 1, "source": [\n "import os\\n",\n "os.environ[\\"OPENAI_API_KEY\\"] = \\"${words()}\\"\\n",\n "%env HF_TOKEN=${key(20)}\\n",\n "from openai import OpenAI\\n",\n "c = OpenAI(api_key=\\"${words()}\\")\\n",\n "c.responses.create(model=\\"gpt-4o\\")\\n",\n "!curl -H \\"Authorization: Bearer ${words()}\\" https://llm.example"\n]}]}\n`,
      'run.sh': `export OPENAI_API_KEY=${words()}\nOPENAI_MODEL=gpt-4o python app.py --api-key ${password()} --password=${words()}\nvllm serve Qwen/Qwen2.5-0.5B-Instruct --api-key ${words()}\ncurl -u admin:${words()} -H "X-Api-Key: ${words()}" https://llm.example\n`,
      'prompt.md': `---\nmodel: gpt-4o\n---\nUse password: ${password()} and api_key=${words()} at https://llm.example/x?sig=${key(15)}\n`,
      'README.md': `\`\`\`python\nfrom transformers import pipeline\npipeline(model="Qwen/Qwen2.5-0.5B-Instruct", token="${words()}")\n\`\`\`\n`,
    }
  }

  function filesOfServers(): Record<string, string> {
    const server = (entry: object): string => `${JSON.stringify(entry, null, 2)}\n`
    return {
      '.mcp.json': server({
        mcpServers: {
          flag: {command: 'npx', args: ['-y', 'one-mcp', '-k', hex()]},
          word: {command: 'npx', args: ['-y', 'two-mcp', hex()]},
          short: {command: 'npx', args: ['-y', 'three-mcp', key(16)]},
          docker: {
            command: 'docker',
            args: ['run', '--env', `FOO=${hex()}`, '-e', `BAR=${key(12)}`, `-e=BAZ=${key(14)}`, 'ghcr.io/x/y:1.2.3'],
          },
          long: {
            command: 'uvx',
            args: ['four-mcp', '--api-key', words(), `--token=${words()}`, '--dsn', `postgres://u:${key(8)}@h/d`],
          },
          header: {
            command: 'npx',
            args: [
              'mcp-remote',
              'https://mcp.example/sse',
              '--header',
              `Authorization: Bearer ${words()}`,
              '--header',
              `X-Key:${key(12)}`,
            ],
          },
          inner: {
            command: 'npx',
            args: ['-y', 'five-mcp', '--config', JSON.stringify({braveApiKey: words(), nested: {secret: password()}})],
          },
          shell: {command: 'sh', args: ['-c', `API_KEY=${words()} npx -y six-mcp --secret ${words()}`]},
          line: {command: `npx -y seven-mcp --password ${words()} ${hex(32)}`},
          environment: {command: 'npx', args: ['-y', 'eight-mcp'], env: {ANY_NAME: words(), OTHER: key()}},
          user: {command: 'curl', args: ['-u', `admin:${words()}`, `https://mcp.example/x?apikey=${key(10)}`]},
          uuid: {command: 'npx', args: ['-y', 'nine-mcp', uuid()]},
        },
      }),
      '.cursor/mcp.json': server({
        mcpServers: {
          path: {url: `https://mcp.example/${key(18)}/sse`},
          code: {url: `https://mcp.example/a?code=${key(10)}`},
          sig: {url: `https://mcp.example/b?sig=${key(8)}&v=1`},
          other: {url: `https://mcp.example/c?x=${key(16)}`},
          hex: {url: `https://mcp.example/d/${hex()}/mcp`},
          uuid: {url: `https://mcp.example/s/${uuid()}/mcp`},
          user: {url: `https://name:${words()}@mcp.example/e`},
          bare: {url: `https://mcp.example/f?${key(24)}`},
          fragment: {url: `https://mcp.example/g#access_token=${key(12)}`},
          headers: {url: 'https://mcp.example/h', headers: {Authorization: `Bearer ${words()}`, 'X-Any': key()}},
        },
      }),
      '.vscode/mcp.json': server({
        servers: {
          one: {
            type: 'stdio',
            command: 'docker',
            args: ['run', '--env', 'KEY_FOR_IT', '--env', `QUX=${words()}1`, 'mcp/x'],
          },
        },
      }),
      '.claude/settings.json': server({
        model: 'claude-sonnet-4-20250514',
        env: {ANTHROPIC_AUTH_TOKEN: words()},
        permissions: {
          allow: [`Bash(curl -H "X-Api-Key: ${words()}" https://llm.example)`, `Bash(deploy --token ${words()})`],
        },
        hooks: {
          PreToolUse: [
            {
              matcher: 'Bash',
              hooks: [{type: 'command', command: `notify --secret ${words()} https://h.example/hook/${key(24)}`}],
            },
          ],
        },
      }),
      '.claude/commands/deploy.md': `---\nallowed-tools: Bash(deploy --password ${words()})\n---\nRun !\`curl -H "Authorization: Bearer ${words()}" https://h.example\`\n`,
      '.claude/agents/one.md': `---\nname: one\nmodel: sonnet\ntools: Bash(x --api-key ${words()})\n---\nThe api_key is "${words()}".\n`,
    }
  }

  function filesOfPackages(): Record<string, string> {
    return {
      'package.json': `{"name": "x", "version": "1.0.0", "repository": "https://u:${key(10)}@git.example/x", "dependencies": {"openai": "^4", "q": "https://x.example/q.tgz?token=${hex()}", "r": "git+https://u:${key(12)}@git.example/r.git", "s": "https://x.example/${key(22)}/s.tgz"}}\n`,
      'js/package.json': '{"name": "y", "version": "1.0.0", "dependencies": {"left": "1.0.0"}}\n',
      'js/package-lock.json': `{"name": "y", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {"name": "y", "version": "1.0.0", "dependencies": {"left": "1.0.0"}}, "node_modules/left": {"version": "1.0.0", "resolved": "https://npm.example/${key(20)}/left/-/left-1.0.0.tgz?sig=${key(12)}"}}}\n`,
      'yarn/yarn.lock': `# yarn lockfile v1\n\n\nleft@1.0.0:\n  version "1.0.0"\n  resolved "https://u:${key(10)}@npm.example/left/-/left-1.0.0.tgz?key=${key(9)}"\n`,
      'pnpm/pnpm-lock.yaml': `lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      left:\n        specifier: https://x.example/left.tgz?token=${key(12)}\n        version: https://x.example/left.tgz?token=${key(12)}\npackages:\n  left@https://x.example/left.tgz?token=${key(12)}:\n    resolution: {tarball: 'https://x.example/left.tgz?auth=${key(12)}'}\n    version: 1.0.0\n`,
      'requirements.txt': `--index-url https://pypi.example/${key(20)}/simple\n--extra-index-url https://u:${words()}@pypi.example/simple\nopenai==1.0.0\nsix @ https://x.example/six-1.0-py3-none-any.whl?sig=${key(12)}\ngit+https://x-access-token:${key(16)}@github.com/x/y.git@main#egg=y\n`,
      'pyproject.toml': `[project]\nname = "x"\nversion = "1"\ndependencies = ["openai", "z @ https://x.example/z.zip?code=${key(12)}"]\n[[tool.uv.index]]\nurl = "https://pypi.example/${key(21)}/simple"\n[[tool.poetry.source]]\nname = "p"\nurl = "https://u:${words()}@pypi.example/simple"\n`,
      Pipfile: `[[source]]\nurl = "https://u:${words()}@pypi.example/simple"\nname = "p"\n[packages]\nopenai = "*"\n`,
      'uv/uv.lock': `version = 1\n[[package]]\nname = "six"\nversion = "1.0"\nsource = { registry = "https://pypi.example/${key(22)}/simple" }\n[[package.wheels]]\nurl = "https://x.example/six-1.0-py3-none-any.whl?sig=${key(12)}"\nhash = "sha256:${'a1'.repeat(32)}"\n`,
      'environment.yml': `channels:\n  - https://conda.anaconda.org/t/${key(16)}/private\n  - https://u:${words()}@conda.example/x\ndependencies:\n  - python\n  - openai\n`,
      '.dvc/config': `[core]\n    remote = r\n['remote "r"']\n    url = https://u:${key(10)}@dvc.example/x\n    password = ${words()}\n`,
      'data.csv.dvc': `outs:\n- md5: ${'0a'.repeat(16)}\n  path: data.csv\n  size: 1\ndeps:\n- url: https://x.example/data.csv?sig=${key(12)}\n  path: https://x.example/data.csv?token=${key(12)}\n`,
    }
  }

  function filesOfInfrastructure(): Record<string, string> {
    return {
      Dockerfile: `FROM vllm/vllm-openai:v0.6.0\nARG HF_TOKEN=${words()}\nENV OPENAI_API_KEY=${words()} OPENAI_MODEL=gpt-4o\nENV DB_PASSWORD ${words()}\nRUN pip install --index-url https://u:${key(10)}@pypi.example/simple openai\nCMD ["--model", "Qwen/Qwen2.5-0.5B-Instruct", "--api-key", "${words()}"]\n`,
      'compose.yaml': `services:\n  llm:\n    image: vllm/vllm-openai:v0.6.0\n    command: --model Qwen/Qwen2.5-0.5B-Instruct --api-key ${words()}\n    environment:\n      - OPENAI_API_KEY=${words()}\n      - OPENAI_MODEL=gpt-4o\n  web:\n    image: x\n    environment:\n      OPENAI_API_KEY: ${words()}\n      OPENAI_MODEL: gpt-4o\n      POSTGRES_PASSWORD: ${password()}\n`,
      'k8s.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      containers:\n        - name: llm\n          image: vllm/vllm-openai:v0.6.0\n          args:\n            - --model\n            - Qwen/Qwen2.5-0.5B-Instruct\n            - --api-key\n            - ${words()}\n          env:\n            - name: OPENAI_API_KEY\n              value: "${words()}"\n            - name: OPENAI_MODEL\n              value: gpt-4o\n            - value: ${words()}\n              name: HF_TOKEN\n`,
      'chart/Chart.yaml': 'apiVersion: v2\nname: x\nversion: 1.0.0\n',
      'chart/values.yaml': `llm:\n  model: gpt-4o\n  apiKey: ${words()}\n  env:\n    - {name: OPENAI_API_KEY, value: ${words()}}\n`,
      '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      OPENAI_API_KEY: ${words()}\n    steps:\n      - uses: anthropics/claude-code-action@v1\n        with:\n          anthropic_api_key: ${words()}\n          model: claude-sonnet-4-20250514\n      - run: pip install openai && OPENAI_API_KEY=${words()} python app.py --token ${words()}\n`,
      'main.tf': `resource "aws_sagemaker_endpoint" "x" {\n  name = "x"\n}\nresource "azurerm_cognitive_deployment" "y" {\n  name = "y"\n  model {\n    name = "gpt-4o"\n  }\n}\nvariable "api_key" {\n  default = "${words()}"\n}\nlocals {\n  openai_api_key = "${words()}"\n}\n`,
      Modelfile: `FROM llama3.2\nSYSTEM """The password is ${password()}"""\n`,
      'serverless.yml': `service: x\nprovider:\n  environment:\n    OPENAI_API_KEY: ${words()}\n    OPENAI_MODEL: gpt-4o\n`,
      'broken.yaml': `model: gpt-4o\napi_key: "${words()}\n  x: [\n`,
      'broken/package.json': `{"name": "x", "dependencies": {"q": "https://x.example/q.tgz?token=${key(12)}"\n`,
      'bad/requirements.txt': `openai===\n--token=${words()}\nx @ https://u:${key(10)}@h.example/?token=${key(10)} ;;; bad\n`,
      MLmodel: `flavors:\n  openai:\n    model: gpt-4o\nmetadata:\n  api_key: ${words()}\n`,
    }
  }
}
