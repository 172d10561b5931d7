#pragma once
/// The one error type of the core. Every failing function throws `Error`; foreign exceptions are
/// translated at the edge of the module that meets them. A message says what happened, to which
/// file or record, and what to do. A warning is one that is not thrown. Absence is std::optional,
/// never an error. Thread rule: values.

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

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

class Error;

/// One thing that a message names, kept so that the message can be said in another language.
/// Another error's message is itself said in that language.
using ErrorArgument = std::variant<std::string,
                                   long long,
                                   unsigned long long,
                                   float,
                                   double,
                                   std::shared_ptr<const Error>>;

class Error : public std::runtime_error {
  public:
    Error(ErrorCode code, const std::string& message) : std::runtime_error(message), m_code(code) {}
    /// `message` is what `format` makes of the arguments.
    Error(ErrorCode code,
          const std::string& message,
          std::string_view format,
          std::vector<ErrorArgument> arguments);

    ErrorCode code() const noexcept { return m_code; }

    /// What is asked for the words of another language: an English format in, as it is in the
    /// sources, and one with the same fields out; empty where there is none.
    using Translate = std::function<std::string(std::string_view)>;
    /// The message in another language. English stays what has no translation, or one that does not
    /// fit its arguments.
    std::string message(const Translate& translate) const;

    /// What the message is made of.
    struct Words {
        std::string format;
        std::vector<ErrorArgument> arguments;
    };
    /// Null where the message is all that is known.
    const Words* words() const noexcept { return m_words.get(); }

  private:
    ErrorCode m_code;
    std::shared_ptr<const Words> m_words;
};

template <typename T>
ErrorArgument errorArgument(const T& value) {
    if constexpr (std::is_same_v<T, Error>) {
        return std::make_shared<const Error>(value);
    } else if constexpr (std::is_same_v<T, float> || std::is_same_v<T, double>) {
        return value;
    } else if constexpr (std::is_integral_v<T> && sizeof(T) > 1) {
        if constexpr (std::is_signed_v<T>)
            return static_cast<long long>(value);
        else
            return static_cast<unsigned long long>(value);
    } else {
        return fmt::to_string(value);
    }
}

}  // namespace descry

/// An error within another's message: what it says.
template <>
struct fmt::formatter<descry::Error> : fmt::formatter<std::string_view> {
    template <typename Context>
    auto format(const descry::Error& error, Context& context) const {
        return fmt::formatter<std::string_view>::format(error.what(), context);
    }
};

namespace descry {

/// Marks words that are handed to a message as an argument, so that they are found for translation.
constexpr const char* errorWords(const char* words) noexcept {
    return words;
}

/// An Error whose message is fmt-formatted. Within the arguments of another it is that one's
/// reason.
template <typename... Args>
Error makeError(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
    const fmt::string_view text = format;
    return Error(code,
                 fmt::format(format, std::forward<Args>(args)...),
                 {text.data(), text.size()},
                 {errorArgument<std::decay_t<Args>>(args)...});
}

/// Throws it: `fail(ErrorCode::NotFound, "{}: no such file", p)`.
template <typename... Args>
[[noreturn]] void fail(ErrorCode code, fmt::format_string<Args...> format, Args&&... args) {
    throw makeError(code, format, std::forward<Args>(args)...);
}

}  // namespace descry
