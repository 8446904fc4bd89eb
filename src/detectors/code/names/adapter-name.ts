/** Names of what is laid over a diffusion model, in snake case: `SD_CONTROLNET_CHOICES`, `lcm_lora_id`. */
export const adapterName =
  /(?:^|_)(?:control_?nets?|loras?|brush_?nets?|ip_?adapters?)(?:_(?:id|ids|name|names|list|options|choices))?$/i
