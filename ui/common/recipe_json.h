#pragma once
/// The parameters of a job's recipe, which are JSON, as what they say. Thread rule: pure. Errors:
/// CorruptFile (parameters that no such job wrote).

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "core/base/json.h"
#include "core/jobs/job_queue.h"

namespace descry {

/// A path and back: JSON is UTF-8, a path is bytes. What is no letter, digit or one of "-._~/ " is
/// written in percent.
std::string encodedPath(const std::filesystem::path& path);
std::filesystem::path decodedPath(const nlohmann::json& text);

[[noreturn]] void refuseRecipe(const JobRecipe& recipe, const nlohmann::json::exception& reason);

/// What `read` makes of the parameters.
template <typename Read>
auto readRecipe(const JobRecipe& recipe, const Read& read) {
    try {
        return read(parseJson(recipe.parameters, recipe.title));
    } catch (const nlohmann::json::exception& error) {
        refuseRecipe(recipe, error);
    }
}

}  // namespace descry
