#pragma once
/// The one error type of the core. Every failing function throws `Error`; foreign exceptions are
/// translated at the edge of the module that meets them. A message says what happened, to which
/// file or record, and what to do. Absence is std::optional, never an error. Thread rule: values.

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace descry {

enum class ErrorCode {
    InvalidInput,  ///< A value or file that the user can mend.
    NotFound,      ///< A file, folder or record that is not there.
    CorruptFile,   ///< A file that is damaged, cut or hostile.
    Unsupported,   ///< A valid thing that Descry does not read or do.
    Io,            ///< Reading or writing failed: permission, device gone.
    Database,      ///< SQLite refused.
    OutOfMemory,   ///< Host or device memory ran out.
    Device,        ///< The compute device failed.
    Cancelled,     ///< The user stopped it.
    Internal,      ///< A bug in Descry.
    DiskFull,      ///< No room to write: disk, quota or file size. The last: numbers are kept.
};

/// The code's name as it is written in logs and JSON: "invalid-input", "corrupt-file", ...
std::string_view errorCodeName(ErrorCode code) noexcept;
/// The code for a write that the system refused with this errno value: DiskFull or Io.
ErrorCode writeErrorCode(int errorNumber) noexcept;
/// Whether reading or writing failed, for whatever reason.
constexpr bool isInputOutput(ErrorCode code) noexcept {
    return code == ErrorCode::Io || code == ErrorCode::DiskFull;
}

class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), m_code(code) {}

    ErrorCode code() const noexcept { return m_code; }

  private:
    ErrorCode m_code;
};

/// Throws an Error with an fmt-formatted message: `fail(ErrorCode::NotFound, "{}: no such file",
/// p)`.
template <typename... Args>
[[noreturn]] void fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
    throw Error(code, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace descry
