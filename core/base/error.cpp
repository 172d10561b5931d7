#include "core/base/error.h"

#include <cerrno>

namespace descry {

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
