#pragma once
/// The LibTorch headers of this folder, precompiled: narrow ones, because torch/torch.h takes half
/// a minute. Thread rule: none. Failure rule: none.

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/nn/module.h>
