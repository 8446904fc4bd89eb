import {describe, expect, it} from 'vitest'
import {publishedWeights} from '../../../../src/detectors/hazards/published-weights.ts'
import {staticWeights} from '../../../../src/detectors/hazards/static-weights.ts'
import {casesOf, checkFiles, foundBy, type RuleCase} from '../../../support/threats.ts'

const found: Readonly<Record<string, readonly RuleCase[]>> = {
  'container-socket': [
    [
      'devcontainer mounts string',
      {
        '.devcontainer/devcontainer.json':
          '{\n  // for the agent\n  "image": "mcr.microsoft.com/devcontainers/base",\n  "features": {"ghcr.io/anthropics/devcontainer-features/claude-code:1.0": {}},\n  "mounts": ["source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"]\n}',
      },
    ],
    [
      'devcontainer mounts object',
      {
        '.devcontainer/devcontainer.json':
          '{"image":"x","customizations":{"vscode":{"extensions":["anthropic.claude-code"]}},"mounts":[{"source":"/var/run/docker.sock","target":"/var/run/docker-host.sock","type":"bind"}]}',
      },
    ],
    [
      'devcontainer runArgs',
      {
        '.devcontainer.json':
          '{"image":"x","postCreateCommand":"npm i -g @openai/codex","runArgs":["-v","/var/run/docker.sock:/var/run/docker.sock"]}',
      },
    ],
    [
      'devcontainer runArgs joined',
      {
        '.devcontainer/agent/devcontainer.json':
          '{"image":"x","postCreateCommand":"npm i -g @anthropic-ai/claude-code","runArgs":["--volume=/var/run/docker.sock:/var/run/docker.sock","--privileged"]}',
      },
    ],
    [
      'devcontainer docker-outside feature',
      {
        '.devcontainer/devcontainer.json':
          '{"image":"x","features":{"ghcr.io/devcontainers/features/docker-outside-of-docker:1":{},"ghcr.io/anthropics/devcontainer-features/claude-code:1":{}}}',
      },
    ],
    [
      'docker run agent with socket',
      {
        'run.sh':
          'docker run --rm -it -v /var/run/docker.sock:/var/run/docker.sock docker.all-hands.dev/all-hands-ai/openhands:0.30\n',
      },
    ],
    [
      'gh actions container agent socket',
      {
        '.github/workflows/a.yml':
          'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container:\n      image: ghcr.io/acme/agent:1\n      volumes:\n        - /var/run/docker.sock:/var/run/docker.sock\n    steps:\n      - run: claude -p "fix it"\n',
      },
    ],
  ],
  'runs-anything': [
    [
      'devcontainer runArgs joined',
      {
        '.devcontainer/agent/devcontainer.json':
          '{"image":"x","postCreateCommand":"npm i -g @anthropic-ai/claude-code","runArgs":["--volume=/var/run/docker.sock:/var/run/docker.sock","--privileged"]}',
      },
    ],
  ],
  'whole-disk': [
    [
      'devcontainer whole home',
      {
        '.devcontainer/devcontainer.json':
          '{"image":"x","postCreateCommand":"npm i -g @google/gemini-cli","mounts":["source=${localEnv:HOME},target=/home/host,type=bind"]}',
      },
    ],
  ],
  'public-weights': [
    [
      'express models',
      {
        'server.js':
          "import express from 'express'\nconst app = express()\napp.use('/models', express.static('models'))\napp.listen(3000)\n",
        'models/own.safetensors': 'x',
      },
    ],
    [
      'express join',
      {
        'server.js':
          "const express = require('express'); const path = require('path')\nconst app = express()\napp.use(express.static(path.join(__dirname, 'weights')))\n",
      },
    ],
    [
      'fastapi static',
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\napp = FastAPI()\napp.mount("/weights", StaticFiles(directory="checkpoints"), name="weights")\n',
      },
    ],
    [
      'flask sfd',
      {
        'main.py':
          'from flask import Flask, send_from_directory\napp = Flask(__name__)\n@app.route("/models/<path:name>")\ndef model(name):\n    return send_from_directory("models", name)\n',
      },
    ],
    [
      'flask static_folder',
      {'main.py': 'from flask import Flask\napp = Flask(__name__, static_folder="model_weights")\n'},
    ],
    [
      'fastify static',
      {
        's.ts':
          "import fastify from 'fastify'\nimport fastifyStatic from '@fastify/static'\nconst app = fastify()\napp.register(fastifyStatic, {root: path.join(__dirname, 'checkpoints'), prefix: '/ckpt/'})\n",
      },
    ],
    ['koa-static', {'s.js': "const serve = require('koa-static')\napp.use(serve('./models'))\n"}],
    [
      'hono serveStatic',
      {
        's.ts':
          "import {serveStatic} from '@hono/node-server/serve-static'\napp.use('/models/*', serveStatic({root: './models'}))\n",
      },
    ],
    [
      'go fileserver',
      {
        'main.go':
          'package main\nimport "net/http"\nfunc main() {\n  http.Handle("/models/", http.StripPrefix("/models/", http.FileServer(http.Dir("./models"))))\n  http.ListenAndServe(":8080", nil)\n}\n',
      },
    ],
    [
      'gin static',
      {
        'main.go':
          'package main\nimport "github.com/gin-gonic/gin"\nfunc main() { r := gin.Default(); r.Static("/weights", "./weights"); r.Run() }\n',
      },
    ],
    [
      'aiohttp add_static',
      {'m.py': 'from aiohttp import web\napp = web.Application()\napp.router.add_static("/models", "models/")\n'},
    ],
    ['http.server', {'serve.sh': 'python -m http.server 8000 --directory models\n'}],
    ['npx serve', {'package.json': '{"name":"x","scripts":{"models":"npx serve models"}}'}],
    [
      'nginx root server-level',
      {'nginx.conf': 'server {\n  listen 80;\n  root /data/checkpoints;\n  location / { autoindex on; }\n}\n'},
    ],
    ['caddy file_server', {Caddyfile: 'models.acme.io {\n  root * /srv/models\n  file_server browse\n}\n'}],
    [
      'apache alias',
      {'httpd.conf': 'Alias /weights /srv/weights\n<Directory /srv/weights>\n  Require all granted\n</Directory>\n'},
    ],
    [
      'tf s3 policy',
      {
        'main.tf':
          'resource "aws_s3_bucket" "weights" { bucket = "acme-model-weights" }\nresource "aws_s3_bucket_policy" "public" {\n  bucket = aws_s3_bucket.weights.id\n  policy = jsonencode({\n    Statement = [{\n      Effect    = "Allow"\n      Principal = "*"\n      Action    = "s3:GetObject"\n      Resource  = "${aws_s3_bucket.weights.arn}/*"\n    }]\n  })\n}\n',
      },
    ],
    [
      'tf s3 object acl',
      {
        'main.tf':
          'resource "aws_s3_object" "w" {\n  bucket = "acme"\n  key    = "llama-ft.safetensors"\n  source = "out/llama-ft.safetensors"\n  acl    = "public-read"\n}\n',
      },
    ],
    [
      'cfn public bucket',
      {
        't.yaml':
          'Resources:\n  ModelBucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: acme-models\n      AccessControl: PublicRead\n',
      },
    ],
    [
      'pulumi acl',
      {
        'index.ts':
          "import * as aws from '@pulumi/aws'\nexport const models = new aws.s3.Bucket('models', {acl: 'public-read'})\n",
      },
    ],
  ],
}

const notFound: Readonly<Record<string, readonly RuleCase[]>> = {
  'container-socket': [
    [
      'devcontainer no agent: mount of the socket for people',
      {
        '.devcontainer/devcontainer.json':
          '{"image":"x","mounts":["source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"]}',
      },
    ],
  ],
  'public-weights': [
    [
      'express public only',
      {'server.js': "const express = require('express')\nconst app = express()\napp.use(express.static('public'))\n"},
    ],
    [
      'express behind auth',
      {
        'server.js':
          "const express = require('express')\nconst app = express()\napp.use('/models', requireAuth, express.static('models'))\n",
      },
    ],
    [
      'express models is mongoose? no static',
      {'server.js': "const models = require('./models')\napp.use('/models', modelsRouter)\n"},
    ],
    [
      'fastapi static frontend',
      {
        'main.py':
          'from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\napp = FastAPI()\napp.mount("/", StaticFiles(directory="static", html=True))\n',
      },
    ],
    [
      'flask sfd login',
      {
        'main.py':
          'from flask import Flask, send_from_directory\nfrom flask_login import login_required\napp = Flask(__name__)\n@app.route("/models/<path:name>")\n@login_required\ndef model(name):\n    return send_from_directory("models", name)\n',
      },
    ],
    [
      'a trainer whose settings come from elsewhere, beside a configuration of something else',
      {
        'train.py':
          'from transformers import Trainer\nconfig = LoraConfig(r=8)\ndef push(trainer, name):\n    kwargs = {"finetuned_from": name}\n    trainer.push_to_hub(**kwargs)\n',
      },
    ],
    ['http.server bind local', {'serve.sh': 'python -m http.server 8000 --bind 127.0.0.1 --directory models\n'}],
    [
      'cfn site bucket',
      {
        't.yaml':
          'Resources:\n  SiteBucket:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n',
      },
    ],
  ],
}

describe('weights that servers hand out, and containers of agents', () => {
  it.each(casesOf(found))('%s finds %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toHaveLength(1)
  })

  it.each(casesOf(notFound))('%s leaves alone %s', async (rule, _what, files) => {
    expect(foundBy(rule, await checkFiles(files))).toEqual([])
  })

  it('are looked for in time in proportion to the file', () => {
    const started = performance.now()
    staticWeights.find(`require('express')\n${"app.use(express.static('models'))\n".repeat(30_000)}`, 'a.js')
    staticWeights.find('location /a { }\n'.repeat(20_000) + 'root /srv/models;\n'.repeat(20_000), 'nginx.conf')
    publishedWeights.find("trainer.push_to_hub('acme/model')\n".repeat(28_000), 'train.py')
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})
