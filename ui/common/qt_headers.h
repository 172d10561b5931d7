#pragma once
/// What nearly every file of the window and of its tests includes, precompiled: reading Qt and the
/// standard library anew takes most of a file's compilation. Thread rule: none. Failure rule: none.

#include <QtWidgets>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
