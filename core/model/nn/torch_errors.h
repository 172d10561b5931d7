#pragma once
/// What torch's errors mean. Thread rule: pure. Never fails.

#include <c10/util/Exception.h>

#include <exception>
#include <new>
#include <string_view>

namespace descry::nn {

inline bool meansOutOfMemory(const std::exception& error) {
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error)) return true;
    if (dynamic_cast<const std::bad_alloc*>(&error)) return true;
    const auto* const fromTorch = dynamic_cast<const c10::Error*>(&error);
    const std::string_view message = fromTorch ? fromTorch->what_without_backtrace() : error.what();
    const auto says = [&](std::string_view words) {
        return message.find(words) != std::string_view::npos;
    };
    // The CPU's allocator throws the general error, oneDNN one of its own; where it has no way to
    // compute something it names a descriptor.
    return says("can't allocate memory") || says("not enough memory") ||
           says("could not create a memory object") ||
           (says("could not create a primitive") && !says("primitive descriptor"));
}

}  // namespace descry::nn
