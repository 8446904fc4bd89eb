import {describe, expect, it} from 'vitest'
import {config} from '../../../../src/detectors/config/index.ts'
import {detect, type Files} from '../../../support/detect.ts'

const cases: readonly (readonly [what: string, files: Files, models: readonly string[]])[] = [
  [
    'kserve v1beta1 hf',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: qwen\nspec:\n  predictor:\n    model:\n      modelFormat:\n        name: huggingface\n      storageUri: hf://Qwen/Qwen2.5-0.5B-Instruct\n',
    },
    ['Qwen/Qwen2.5-0.5B-Instruct'],
  ],
  [
    'kserve s3',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: fraud\nspec:\n  predictor:\n    model:\n      modelFormat:\n        name: xgboost\n      storageUri: s3://acme-models/fraud/v3\n',
    },
    ['s3://acme-models/fraud'],
  ],
  [
    'kserve gs sklearn old',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: iris\nspec:\n  predictor:\n    sklearn:\n      storageUri: "gs://kfserving-examples/models/sklearn/1.0/model"\n',
    },
    ['gs://kfserving-examples/models/sklearn/1.0/model'],
  ],
  [
    'kserve pvc',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: x\nspec:\n  predictor:\n    model:\n      modelFormat: {name: pytorch}\n      storageUri: pvc://models-pvc/resnet\n',
    },
    ['pvc://models-pvc/resnet'],
  ],
  [
    'kserve oci',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: x\nspec:\n  predictor:\n    model:\n      modelFormat: {name: vLLM}\n      storageUri: oci://registry.acme.io/models/granite:1.2\n',
    },
    ['registry.acme.io/models/granite'],
  ],
  [
    'kserve storage.path',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: x\nspec:\n  predictor:\n    model:\n      modelFormat: {name: onnx}\n      storage:\n        key: localMinIO\n        path: models/detector/7\n        parameters:\n          bucket: acme\n',
    },
    ['s3://acme/models/detector'],
  ],
  [
    'kserve hf server args',
    {
      'k8s/isvc.yaml':
        'apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: llama3\nspec:\n  predictor:\n    model:\n      modelFormat: {name: huggingface}\n      args:\n        - --model_name=llama3\n        - --model_id=meta-llama/Meta-Llama-3-8B-Instruct\n',
    },
    ['meta-llama/Meta-Llama-3-8B-Instruct'],
  ],
  [
    'LLMInferenceService',
    {
      'k8s/llm.yaml':
        'apiVersion: serving.kserve.io/v1alpha1\nkind: LLMInferenceService\nmetadata:\n  name: llm\nspec:\n  model:\n    uri: hf://meta-llama/Llama-3.1-8B-Instruct\n    name: meta-llama/Llama-3.1-8B-Instruct\n    lora:\n      adapters:\n        - name: sql\n          uri: hf://acme/llama-sql-lora\n',
    },
    ['meta-llama/Llama-3.1-8B-Instruct', 'acme/llama-sql-lora'],
  ],
  [
    'LocalModelCache',
    {
      'k8s/c.yaml':
        'apiVersion: serving.kserve.io/v1alpha1\nkind: LocalModelCache\nmetadata:\n  name: cache\nspec:\n  sourceModelUri: hf://Qwen/Qwen2.5-7B-Instruct\n  modelSize: 10Gi\n',
    },
    ['Qwen/Qwen2.5-7B-Instruct'],
  ],
  [
    'TrainedModel',
    {
      'k8s/c.yaml':
        'apiVersion: serving.kserve.io/v1alpha1\nkind: TrainedModel\nmetadata:\n  name: example-model\nspec:\n  inferenceService: triton-mms\n  model:\n    storageUri: gs://acme-models/cifar\n    framework: triton\n    memory: 1Gi\n',
    },
    ['gs://acme-models/cifar'],
  ],
  [
    'InferenceGraph only',
    {
      'k8s/c.yaml':
        'apiVersion: serving.kserve.io/v1alpha1\nkind: InferenceGraph\nmetadata:\n  name: g\nspec:\n  nodes:\n    root:\n      routerType: Sequence\n      steps:\n        - serviceName: a\n        - serviceName: b\n',
    },
    [],
  ],
  [
    'Seldon v1',
    {
      'k8s/s.yaml':
        'apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\nmetadata:\n  name: sklearn\nspec:\n  predictors:\n    - name: default\n      graph:\n        name: classifier\n        implementation: SKLEARN_SERVER\n        modelUri: gs://seldon-models/v1.19.0-dev/sklearn/iris\n',
    },
    ['gs://seldon-models/v1.19.0-dev/sklearn/iris'],
  ],
  [
    'Seldon v2',
    {
      'k8s/s.yaml':
        'apiVersion: mlops.seldon.io/v1alpha1\nkind: Model\nmetadata:\n  name: iris\nspec:\n  storageUri: "gs://seldon-models/mlserver/iris"\n  requirements:\n    - sklearn\n',
    },
    ['gs://seldon-models/mlserver/iris'],
  ],
  [
    'KubeRay serveConfigV2',
    {
      'k8s/ray.yaml':
        'apiVersion: ray.io/v1\nkind: RayService\nmetadata:\n  name: ray-serve-llm\nspec:\n  serveConfigV2: |\n    applications:\n      - name: llms\n        import_path: ray.serve.llm:build_openai_app\n        route_prefix: "/"\n        args:\n          llm_configs:\n            - model_loading_config:\n                model_id: qwen2.5-7b-instruct\n                model_source: Qwen/Qwen2.5-7B-Instruct\n              engine_kwargs:\n                dtype: bfloat16\n                max_model_len: 1024\n',
    },
    ['Qwen/Qwen2.5-7B-Instruct'],
  ],
  [
    'KubeRay env MODEL_ID',
    {
      'k8s/ray.yaml':
        'apiVersion: ray.io/v1\nkind: RayService\nmetadata:\n  name: vllm\nspec:\n  serveConfigV2: |\n    applications:\n      - name: llm\n        import_path: serve:model\n        runtime_env:\n          working_dir: "https://github.com/acme/serve/archive/main.zip"\n          env_vars:\n            MODEL_ID: "meta-llama/Meta-Llama-3-8B-Instruct"\n            TENSOR_PARALLELISM: "2"\n',
    },
    ['meta-llama/Meta-Llama-3-8B-Instruct'],
  ],
  [
    'NIMService',
    {
      'k8s/nim.yaml':
        'apiVersion: apps.nvidia.com/v1alpha1\nkind: NIMService\nmetadata:\n  name: meta-llama3-8b-instruct\nspec:\n  image:\n    repository: nvcr.io/nim/meta/llama-3.1-8b-instruct\n    tag: "1.3.3"\n    pullPolicy: IfNotPresent\n  authSecret: ngc-api-secret\n',
    },
    ['meta/llama-3.1-8b-instruct'],
  ],
  [
    'NIMCache',
    {
      'k8s/nim.yaml':
        'apiVersion: apps.nvidia.com/v1alpha1\nkind: NIMCache\nmetadata:\n  name: llama\nspec:\n  source:\n    ngc:\n      modelPuller: nvcr.io/nim/meta/llama-3.1-8b-instruct:1.3.3\n      pullSecret: ngc-secret\n      authSecret: ngc-api-secret\n',
    },
    ['meta/llama-3.1-8b-instruct'],
  ],
  [
    'NIM plain deployment',
    {
      'k8s/nim.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: nim\nspec:\n  template:\n    spec:\n      containers:\n        - name: nim\n          image: nvcr.io/nim/mistralai/mistral-7b-instruct-v0.3:1.1.2\n',
    },
    ['mistralai/mistral-7b-instruct-v0.3'],
  ],
  [
    'NIM docker run',
    {'run.sh': 'docker run -it --gpus all -p 8000:8000 -e NGC_API_KEY nvcr.io/nim/nvidia/nv-embedqa-e5-v5:1.6.0\n'},
    ['nvidia/nv-embedqa-e5-v5'],
  ],
  [
    'KubeAI Model',
    {
      'k8s/m.yaml':
        'apiVersion: kubeai.org/v1\nkind: Model\nmetadata:\n  name: llama-3.1-8b-instruct-fp8-l4\nspec:\n  features: [TextGeneration]\n  owner: neuralmagic\n  url: hf://neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8\n  engine: VLLM\n  args:\n    - --max-model-len=16384\n',
    },
    ['neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8'],
  ],
  [
    'KubeAI ollama',
    {
      'k8s/m.yaml':
        'apiVersion: kubeai.org/v1\nkind: Model\nmetadata:\n  name: gemma2\nspec:\n  url: ollama://gemma2:2b\n  engine: OLlama\n',
    },
    ['gemma2:2b'],
  ],
  [
    'Kaito',
    {
      'k8s/w.yaml':
        'apiVersion: kaito.sh/v1beta1\nkind: Workspace\nmetadata:\n  name: workspace-phi-4\nresource:\n  instanceType: Standard_NC24ads_A100_v4\ninference:\n  preset:\n    name: phi-4-mini-instruct\n',
    },
    ['phi-4-mini-instruct'],
  ],
  [
    'Ollama operator',
    {'k8s/w.yaml': 'apiVersion: ollama.ayaka.io/v1\nkind: Model\nmetadata:\n  name: phi\nspec:\n  image: phi3:mini\n'},
    ['phi3:mini'],
  ],
  [
    'llmaz/OpenModel',
    {
      'k8s/w.yaml':
        'apiVersion: llmaz.io/v1alpha1\nkind: OpenModel\nmetadata:\n  name: opt-125m\nspec:\n  familyName: opt\n  source:\n    modelHub:\n      modelID: facebook/opt-125m\n      revision: 27dcfa74d334bc871f3234de431e71c6eeba5dd6\n',
    },
    ['facebook/opt-125m'],
  ],
  [
    'AIBrix / generic deployment args',
    {
      'k8s/w.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: v}\nspec:\n  template:\n    spec:\n      containers:\n        - name: v\n          image: vllm/vllm-openai:v0.6.2\n          args: ["--model", "deepseek-ai/DeepSeek-R1-Distill-Qwen-7B", "--port", "8000"]\n',
    },
    ['deepseek-ai/DeepSeek-R1-Distill-Qwen-7B'],
  ],
  [
    'BentoDeployment/Yatai none',
    {
      'k8s/w.yaml':
        'apiVersion: serving.yatai.ai/v2alpha1\nkind: BentoDeployment\nmetadata: {name: iris}\nspec:\n  bento: iris-classifier\n',
    },
    [],
  ],
  [
    'storageUri not ml',
    {
      'k8s/w.yaml':
        'apiVersion: backup.acme.io/v1\nkind: Backup\nmetadata: {name: db}\nspec:\n  storageUri: s3://acme-backups/db\n',
    },
    [],
  ],
  [
    'vllm production stack helm',
    {
      'charts/values.yaml':
        'servingEngineSpec:\n  modelSpec:\n    - name: "opt125m"\n      repository: "vllm/vllm-openai"\n      tag: "latest"\n      modelURL: "facebook/opt-125m"\n      replicaCount: 1\n      vllmConfig:\n        extraArgs: ["--enable-lora", "--lora-modules", "sql=acme/sql-lora"]\n',
    },
    ['facebook/opt-125m', 'acme/sql-lora'],
  ],
  [
    'helm extraArgs string list',
    {
      'values.yaml':
        'vllm:\n  image:\n    repository: vllm/vllm-openai\n    tag: v0.6.3\n  extraArgs:\n    - --model=mistralai/Mistral-7B-Instruct-v0.3\n    - --max-model-len=8192\n',
    },
    ['mistralai/Mistral-7B-Instruct-v0.3'],
  ],
  [
    'helm extraArgs text',
    {
      'values.yaml':
        'server:\n  image: ghcr.io/huggingface/text-generation-inference:2.4\n  extraArgs: "--model-id HuggingFaceH4/zephyr-7b-beta --quantize awq"\n',
    },
    ['HuggingFaceH4/zephyr-7b-beta'],
  ],
  [
    'helm args map',
    {'values.yaml': 'vllm:\n  args:\n    model: google/gemma-2-9b-it\n    max-model-len: 4096\n'},
    ['google/gemma-2-9b-it'],
  ],
  [
    'helm dotted flags list name value',
    {
      'values.yaml':
        'tei:\n  image:\n    repository: ghcr.io/huggingface/text-embeddings-inference\n    tag: cpu-1.5\n  env:\n    - name: MODEL_ID\n      value: BAAI/bge-m3\n',
    },
    ['BAAI/bge-m3'],
  ],
  [
    'helm ollama models pull',
    {
      'values.yaml':
        'ollama:\n  gpu: {enabled: true}\n  models:\n    pull:\n      - llama3.2:3b\n      - nomic-embed-text\n    run:\n      - llama3.2:3b\n',
    },
    ['llama3.2:3b', 'nomic-embed-text'],
  ],
  [
    'helm serverArgs camel',
    {
      'values.yaml':
        'llm:\n  serverArgs:\n    - "--model"\n    - "Qwen/Qwen2.5-14B-Instruct-AWQ"\n    - "--quantization"\n    - awq\n',
    },
    ['Qwen/Qwen2.5-14B-Instruct-AWQ'],
  ],
  [
    'helm modelArtifacts llm-d',
    {
      'values.yaml':
        'modelArtifacts:\n  uri: "hf://meta-llama/Llama-3.2-3B-Instruct"\n  name: meta-llama/Llama-3.2-3B-Instruct\n  size: 10Gi\ndecode:\n  containers:\n    - name: vllm\n      image: ghcr.io/llm-d/llm-d:v0.2.0\n      modelCommand: vllmServe\n',
    },
    ['meta-llama/Llama-3.2-3B-Instruct'],
  ],
  [
    'argo helm valuesObject',
    {
      'app.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: vllm}\nspec:\n  source:\n    chart: vllm-stack\n    helm:\n      values: |\n        servingEngineSpec:\n          modelSpec:\n            - name: q\n              modelURL: Qwen/Qwen2.5-1.5B-Instruct\n',
    },
    ['Qwen/Qwen2.5-1.5B-Instruct'],
  ],
  [
    'argo helm parameters',
    {
      'app.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: vllm}\nspec:\n  source:\n    chart: vllm-stack\n    helm:\n      parameters:\n        - name: model.id\n          value: Qwen/Qwen2.5-1.5B-Instruct\n',
    },
    ['Qwen/Qwen2.5-1.5B-Instruct'],
  ],
  [
    'flux HelmRelease',
    {
      'app.yaml':
        'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: tgi}\nspec:\n  values:\n    model:\n      id: tiiuae/falcon-7b-instruct\n',
    },
    ['tiiuae/falcon-7b-instruct'],
  ],
  [
    'helm install --set',
    {
      'deploy.sh':
        'helm upgrade --install vllm ./chart --set model.id=Qwen/Qwen2.5-1.5B-Instruct --set-string engine.args="--max-model-len 10"\n',
    },
    ['Qwen/Qwen2.5-1.5B-Instruct'],
  ],
]

describe('models that Kubernetes, charts and their values serve', () => {
  it.each(cases)('are found in %s', async (_what, files, models) => {
    const {assets} = await detect(config, files)
    const found = assets.flatMap(asset =>
      asset.kind === 'model' ? [asset.group === undefined ? asset.name : `${asset.group}/${asset.name}`] : [],
    )
    expect([...new Set(found)].sort()).toEqual([...models].sort())
  })
})
