#pragma once
/// An Error as JSON, for files that outlive the program: what it says, and what that is made of, so
/// that it can still be said in another language. Thread rule: pure functions. Errors: what is no
/// such JSON is a nlohmann::json::exception, for the reader of the file to translate.

#include <nlohmann/json_fwd.hpp>

#include "core/base/error.h"

namespace descry {

/// {"code": 2, "message": "a.csv: 3 rows", "format": "{}: {} rows", "arguments": ["a.csv", 3]};
/// the last two are missing where the message is all that is known, or so long that it is cut.
nlohmann::json toJson(const Error& error);
/// The file may be hostile: where its format would make more of the arguments than the program's
/// own do, the message is all that is known.
Error errorOf(const nlohmann::json& json);

}  // namespace descry
