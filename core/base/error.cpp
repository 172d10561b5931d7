#include "core/base/error.h"

#include <fmt/args.h>

#include <cerrno>

namespace descry {

Error::Error(ErrorCode code,
             const std::string& message,
             std::string_view format,
             std::vector<ErrorArgument> arguments)
    : std::runtime_error(message),
      m_code(code),
      m_words(std::make_shared<const Words>(Words{std::string(format), std::move(arguments)})) {}

std::string Error::message(const Translate& translate) const {
    if (!m_words) return what();
    const std::string format = translate(m_words->format);
    if (format.empty() && m_words->arguments.empty()) return what();
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    const auto add = [&](const auto& argument) {
        using Argument = std::decay_t<decltype(argument)>;
        if constexpr (std::is_same_v<Argument, std::shared_ptr<const Error>>) {
            arguments.push_back(argument->message(translate));
        } else if constexpr (std::is_same_v<Argument, std::string>) {
            // A reason that is one of several sentences.
            std::string words = translate(argument);
            arguments.push_back(words.empty() ? argument : std::move(words));
        } else {
            arguments.push_back(argument);
        }
    };
    for (const ErrorArgument& argument : m_words->arguments) std::visit(add, argument);
    try {
        return fmt::vformat(format.empty() ? m_words->format : format, arguments);
    } catch (const fmt::format_error&) {
        return what();
    }
}

std::string_view errorCodeName(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::InvalidInput:
            return "invalid-input";
        case ErrorCode::NotFound:
            return "not-found";
        case ErrorCode::CorruptFile:
            return "corrupt-file";
        case ErrorCode::Unsupported:
            return "unsupported";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Database:
            return "database";
        case ErrorCode::OutOfMemory:
            return "out-of-memory";
        case ErrorCode::Device:
            return "device";
        case ErrorCode::Cancelled:
            return "cancelled";
        case ErrorCode::Internal:
            return "internal";
        case ErrorCode::DiskFull:
            return "disk-full";
    }
    return "internal";
}

ErrorCode writeErrorCode(int errorNumber) noexcept {
    const bool isFull = errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
    return isFull ? ErrorCode::DiskFull : ErrorCode::Io;
}

}  // namespace descry
