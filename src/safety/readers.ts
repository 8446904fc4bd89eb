import {bzip2, gzip, lz4, lzma, xz, zlib, zstd} from './archive/compressed.ts'
import {sevenZip} from './archive/seven-zip.ts'
import {tar} from './archive/tar.ts'
import {zip} from './archive/zip.ts'
import {catboost} from './catboost/index.ts'
import {python} from './code/python.ts'
import {json} from './config/index.ts'
import {triton} from './config/triton.ts'
import {yaml} from './config/yaml.ts'
import {coreml} from './coreml/index.ts'
import {coremlWeights} from './coreml/weights.ts'
import {flax} from './flax/index.ts'
import {gguf} from './gguf.ts'
import {hdf5} from './hdf5/index.ts'
import {lfsPointer} from './lfs.ts'
import {lightgbm} from './lightgbm/index.ts'
import {npy} from './numpy/npy.ts'
import {onnx} from './onnx/index.ts'
import {ort} from './onnx/ort.ts'
import {onnxText} from './onnx/text.ts'
import {openvino} from './openvino/index.ts'
import {paddleProgram} from './paddle/program.ts'
import {paddleTensors} from './paddle/tensors.ts'
import {pickle} from './pickle/index.ts'
import {pmml} from './pmml/index.ts'
import {executorch, openvinoBlob, tensorrt} from './program/engines.ts'
import {program} from './program/index.ts'
import type {FormatReader} from './reader.ts'
import {safetensors} from './safetensors.ts'
import {spacyConfig} from './spacy/config.ts'
import {spacyData} from './spacy/data.ts'
import {jinjaFile} from './template/jinja-file.ts'
import {ollamaText} from './template/ollama.ts'
import {tensorflowCheckpoint} from './tensorflow/checkpoint.ts'
import {tensorflowText} from './tensorflow/graph-text.ts'
import {tensorflow} from './tensorflow/index.ts'
import {kerasMetadata, tensorflowFingerprint} from './tensorflow/keras-metadata.ts'
import {text} from './text.ts'
import {tflite} from './tflite/index.ts'
import {distributedCheckpoint} from './torch/distributed.ts'
import {sentencepiece} from './vocabulary/sentencepiece.ts'
import {tiktoken} from './vocabulary/tiktoken.ts'
import {xgboost} from './xgboost/index.ts'

/** Every reader, the surest first: the order decides which of several that match names the format. */
export const readers: readonly FormatReader[] = [
  ...[
    safetensors,
    gguf,
    npy,
    hdf5,
    tflite,
    ort,
    catboost,
    lightgbm,
    xgboost,
    paddleTensors,
    coremlWeights,
    tensorflowCheckpoint,
    spacyData,
  ],
  ...[lfsPointer, openvino, pmml, tensorrt, openvinoBlob, executorch, program],
  ...[distributedCheckpoint, tar, sevenZip, zip, gzip, bzip2, xz, lzma, lz4, zlib, zstd],
  ...[kerasMetadata, tensorflowFingerprint, tensorflowText, onnxText, onnx, tensorflow, coreml, paddleProgram, flax],
  ...[sentencepiece, spacyConfig, tiktoken],
  ...[json, yaml, triton, jinjaFile, ollamaText],
  ...[python, pickle, text],
]
