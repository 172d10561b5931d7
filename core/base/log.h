#pragma once
/// The program's log: one spdlog logger that writes to stderr, so that stdout stays the program's
/// answer. Level from DESCRY_LOG (trace, debug, info, warn, error, off), else warn. Thread-safe.

#include <spdlog/spdlog.h>

namespace descry {

/// The logger, made on first use.
spdlog::logger& log();

}  // namespace descry
