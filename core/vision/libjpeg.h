#pragma once
/// Private to core/vision: libjpeg's headers in the order that they need.

// clang-format off
#include <cstddef>
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on
