/** What a path or a name says of weights. */
export const weightWords =
  /(?<![a-z])(?:models?|weights?|checkpoints?|ckpts?|adapters?|lora|finetuned?|fine-tuned)(?![a-z])|\.(?:safetensors|gguf|ggml|pth?|ckpt|onnx|h5|keras|bin)\b/i
