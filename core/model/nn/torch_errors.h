#pragma once
/// What torch's errors mean. Thread rule: pure. Never fails.

#include <c10/util/Exception.h>

#include <string_view>

namespace descry::nn {

inline bool meansOutOfMemory(const c10::Error& error) {
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error)) return true;
    // The CPU's allocator throws the general error.
    const std::string_view message = error.what_without_backtrace();
    return message.find("can't allocate memory") != std::string_view::npos ||
           message.find("not enough memory") != std::string_view::npos;
}

}  // namespace descry::nn
