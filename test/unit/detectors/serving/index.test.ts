import {describe, expect, it} from 'vitest'
import type {Files} from '../../../support/detect.ts'
import {type RuleCase as Case, casesOf, checkFiles, foundBy} from '../../../support/threats.ts'

const compose = (service: string): Files => ({
  'docker-compose.yml': `services:\n  llm:\n${service.replace(/^/gm, '    ')}\n`,
})
const script = (text: string): Files => ({'serve.sh': `#!/bin/sh\n${text}\n`})
const pod = (args: string, more = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: llm}\nspec:\n  template:\n    metadata: {labels: {app: llm}}\n    spec:\n      containers:\n        - name: server\n          image: vllm/vllm-openai:v0.6.0\n          args: ${args}\n${more}`
const leading = (spec: string, metadata = 'name: llm'): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {${metadata}}\nspec: {${spec}, selector: {app: llm}, ports: [{port: 80, targetPort: 8000}]}\n`

const found: Readonly<Record<string, readonly Case[]>> = {
  'served-without-key': [
    ['Ollama in Compose', compose('image: ollama/ollama\nports:\n  - "11434:11434"')],
    ['vLLM in Compose', compose('image: vllm/vllm-openai:v0.6.0\ncommand: --model acme/m\nports: ["8000:8000"]')],
    [
      'a long port',
      compose(
        'image: ghcr.io/huggingface/text-generation-inference:2.4\nports:\n  - target: 80\n    published: "8080"',
      ),
    ],
    ['a port of the container alone', compose('image: ollama/ollama\nports: [11434]')],
    ['the network of the machine', compose('image: ollama/ollama\nnetwork_mode: host')],
    [
      'a variable port',
      compose(
        'image: nvcr.io/nvidia/tritonserver:24.05-py3\ncommand: tritonserver --model-repository=/m\nports: ["${PORT:-8000}:8000"]',
      ),
    ],
    [
      'an image that is built here',
      {
        ...compose('build: {context: ./llm}\nports: ["8000:8000"]'),
        'llm/Dockerfile': 'FROM python:3.12\nRUN pip install vllm\nCMD ["vllm", "serve", "acme/m"]\n',
      },
    ],
    [
      'a service of type LoadBalancer',
      {'k8s/llm.yaml': `${pod('["--model", "acme/m"]')}---\n${leading('type: LoadBalancer')}`},
    ],
    [
      'a NodePort in another file',
      {'k8s/a.yaml': pod('["--model", "acme/m"]'), 'k8s/b.yaml': leading('type: NodePort')},
    ],
    [
      'a port of the node',
      {'k8s/a.yaml': pod('["--model", "acme/m"]', '          ports: [{containerPort: 8000, hostPort: 8000}]\n')},
    ],
    [
      'an ingress',
      {
        'k8s/a.yaml': pod('["--model", "acme/m"]'),
        'k8s/b.yaml': leading('type: ClusterIP'),
        'k8s/c.yaml':
          'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: llm}\nspec: {rules: [{http: {paths: [{path: /, backend: {service: {name: llm, port: {number: 80}}}}]}}]}\n',
      },
    ],
    [
      'values of a chart',
      {
        'chart/values.yaml':
          'ollama:\n  image: {repository: ollama/ollama, tag: 0.5.1}\n  service: {type: LoadBalancer}\n',
      },
    ],
    ['vllm serve', script('vllm serve acme/m --host 0.0.0.0 --port 8000')],
    ['vLLM as a module', script('python -m vllm.entrypoints.openai.api_server --model acme/m --host 0.0.0.0')],
    ['Ollama by its variable', script('OLLAMA_HOST=0.0.0.0 ollama serve')],
    ['Ollama by an exported variable', script('export OLLAMA_HOST=0.0.0.0:11434\nollama serve &')],
    ['TGI', script('text-generation-launcher --model-id acme/m')],
    ['llama.cpp', script('./llama-server -m model.gguf --host 0.0.0.0')],
    ['llama-cpp-python', script('python3 -m llama_cpp.server --model m.gguf --host 0.0.0.0')],
    ['Triton', script('tritonserver --model-repository=/models')],
    ['SGLang', script('python -m sglang.launch_server --model-path acme/m --host 0.0.0.0')],
    ['docker run', script('docker run --gpus all -d -p 8000:8000 vllm/vllm-openai:latest --model acme/m')],
    ['docker run on the network of the machine', script('sudo docker run --network=host ollama/ollama')],
    ['a tunnel', script('ngrok http 11434')],
    ['Cloud Run', script('gcloud run deploy llm --image ollama/ollama --allow-unauthenticated')],
    [
      'a unit of systemd',
      {'deploy/ollama.service.d/override.conf': '[Service]\nEnvironment="OLLAMA_HOST=0.0.0.0:11434"\n'},
    ],
    [
      'a unit that starts it',
      {'deploy/vllm.service': '[Service]\nExecStart=/usr/bin/vllm serve acme/m --host 0.0.0.0\n'},
    ],
    ['a Makefile', {Makefile: 'serve:\n\t@vllm serve acme/m --host 0.0.0.0\n'}],
    [
      'an image that says so',
      {Dockerfile: 'FROM python:3.12\nRUN pip install vllm\nCMD ["vllm", "serve", "acme/m", "--host", "0.0.0.0"]\n'},
    ],
    [
      'an image that is built here, with a key that is empty',
      {
        ...compose('build: {context: ./llm}\nports: ["8000:8000"]\nenvironment: {VLLM_API_KEY: ""}'),
        'llm/Dockerfile': 'FROM python:3.12\nRUN pip install vllm\nCMD ["vllm", "serve", "acme/m"]\n',
      },
    ],
    [
      'an image with its address in a variable',
      {Dockerfile: 'FROM python:3.12\nENV OPTIONS --host=0.0.0.0\nCMD vllm serve acme/m $OPTIONS\n'},
    ],
    ['an image that exposes its port', {Dockerfile: 'FROM ollama/ollama:0.5.1\nEXPOSE 11434\n'}],
    [
      'an image with a variable',
      {Dockerfile: 'FROM debian:12\nENV OLLAMA_HOST=0.0.0.0\nENTRYPOINT ["ollama", "serve"]\n'},
    ],
  ],
  'model-port-published': [
    [
      'a port with a key behind it',
      compose('image: vllm/vllm-openai\ncommand: ["--api-key", "$$KEY"]\nports: ["8000:8000"]'),
    ],
    ['a key by a variable', compose('image: vllm/vllm-openai\nenvironment: [VLLM_API_KEY]\nports: ["8000:8000"]')],
    ['a key that may stand in a file', compose('image: vllm/vllm-openai\nenv_file: .env\nports: ["8000:8000"]')],
    [
      'a load balancer with a key behind it',
      {'k8s/llm.yaml': `${pod('["--api-key", "$(KEY)"]')}---\n${leading('type: LoadBalancer')}`},
    ],
  ],
}
const notFound: Readonly<Record<string, readonly Case[]>> = {
  'served-without-key': [
    ['a port of this machine', compose('image: ollama/ollama\nports: ["127.0.0.1:11434:11434"]')],
    [
      'a long port of this machine',
      compose('image: ollama/ollama\nports: [{target: 11434, published: 11434, host_ip: 127.0.0.1}]'),
    ],
    ['a default of this machine', compose('image: ollama/ollama\nports: ["${BIND:-127.0.0.1}:11434:11434"]')],
    ['no port', compose('image: ollama/ollama\nexpose: [11434]')],
    [
      'a container that only pulls',
      compose('image: ollama/ollama\nentrypoint: ["ollama", "pull", "llama3"]\nports: ["11434:11434"]'),
    ],
    ['another server', compose('image: nginx\nports: ["80:80"]')],
    ['ports of figures', compose('image: nvcr.io/nvidia/tritonserver:24.05-py3\nports: ["8002:8002"]')],
    [
      'a service inside the cluster',
      {'k8s/llm.yaml': `${pod('["--model", "acme/m"]')}---\n${leading('type: ClusterIP')}`},
    ],
    [
      'another namespace',
      {
        'k8s/llm.yaml': `${pod('[]').replace('name: llm}', 'name: llm, namespace: a}')}---\n${leading('type: NodePort', 'name: llm, namespace: b')}`,
      },
    ],
    [
      'a load balancer of the own network',
      {
        'k8s/llm.yaml': `${pod('[]')}---\n${leading('type: LoadBalancer', 'name: llm, annotations: {service.beta.kubernetes.io/aws-load-balancer-internal: "true"}')}`,
      },
    ],
    ['vllm serve on this machine', script('vllm serve acme/m --host 127.0.0.1')],
    ['vllm serve with a key', script('vllm serve acme/m --host 0.0.0.0 --api-key "$KEY"')],
    [
      'vllm serve with a key of its environment',
      script('export VLLM_API_KEY="$KEY"\nvllm serve acme/m --host 0.0.0.0'),
    ],
    ['Ollama as it is', script('ollama serve')],
    ['Ollama elsewhere', script('OLLAMA_HOST=0.0.0.0 ollama run llama3')],
    ['llama.cpp as it is', script('llama-server -m model.gguf')],
    ['docker run on this machine', script('docker run -p 127.0.0.1:8000:8000 vllm/vllm-openai')],
    ['an image that is only built', script('docker build -t vllm/vllm-openai .')],
    ['a base image', {Dockerfile: 'FROM ollama/ollama:0.5.1\nRUN ollama pull llama3:8b\n'}],
    [
      'a stage that is not the last',
      {Dockerfile: 'FROM ollama/ollama AS models\nEXPOSE 11434\nFROM python:3.12\nCMD ["python", "app.py"]\n'},
    ],
    [
      'a test',
      {'tests/docker-compose.yml': 'services:\n  llm:\n    image: ollama/ollama\n    ports: ["11434:11434"]\n'},
    ],
  ],
  'model-port-published': [
    [
      'a server with a key on this machine',
      compose('image: vllm/vllm-openai\ncommand: ["--api-key", "$$KEY"]\nports: ["127.0.0.1:8000:8000"]'),
    ],
    ['a port without a key, which is the other rule', compose('image: ollama/ollama\nports: ["11434:11434"]')],
  ],
}

/** Files that say nothing at all, or what no server says. */
const hostile: readonly (readonly [what: string, files: Files])[] = [
  ['services that are no map', {'docker-compose.yml': 'services: [ollama/ollama]\n'}],
  ['ports that are no ports', compose('image: ollama/ollama\nports: [{}, null, true, "::::", "a:b:c:d:e", [1]]')],
  [
    'pods without containers',
    {'a.yaml': 'kind: Deployment\nspec: {template: {spec: {containers: vllm/vllm-openai}}}\n'},
  ],
  ['a service that selects nothing', {'a.yaml': `${pod('[]')}---\nkind: Service\nspec: {type: NodePort}\n`}],
  ['a template', {'a.yaml': '{{ if .Values.vllm }}\nkind: Service\n{{ end }}\n'}],
  [
    'options without values',
    script('docker run -p\ndocker run vllm/vllm-openai -e\nvllm serve --host\ngcloud run deploy --image'),
  ],
  ['a Dockerfile of itself', {Dockerfile: 'FROM a AS a\nFROM a\nEXPOSE\nCMD [\n# ollama\n'}],
]

describe('rules of model servers', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })

  it.each(hostile)('says nothing of %s', async (_what, files) => {
    const result = await checkFiles(files)
    expect([...foundBy('served-without-key', result), ...foundBy('model-port-published', result)]).toEqual([])
  })

  it('says where, and what others reach', async () => {
    const {findings} = await checkFiles(compose('image: ollama/ollama:0.5.1\nports:\n  - "11434:11434"'))
    const message = 'service llm runs ollama and publishes port 11434 on every interface, and it asks for no key'
    expect(findings).toMatchObject([
      {name: 'served-without-key', severity: 'high', message, place: {path: 'docker-compose.yml', line: 4}},
    ])
  })
})
