#pragma once
/// Private to core/model: the known keys of config.json, each with its place, type and range, in
/// one table that reading, writing and checking share. Thread rule: pure. Errors: InvalidInput
/// naming the key and the value.

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "core/model/config.h"

namespace descry {

/// Whether a config.json can do without a key.
enum class KeyNeed {
    Architecture,  ///< Decides what the weights compute: must be there, part of the fingerprint.
    Setting,       ///< Has a published default.
};

struct IntegerField {
    std::string_view section;  ///< "" for the top level, else "vit" or "bert".
    std::string_view key;
    KeyNeed need;
    std::int64_t min;
    std::int64_t max;
    std::int64_t& (*value)(RasaConfig&);

    std::string path() const;
};

struct RealField {
    std::string_view section;
    std::string_view key;
    KeyNeed need;
    double min;
    double max;
    double& (*value)(RasaConfig&);

    std::string path() const;
};

std::span<const IntegerField> integerFields();
std::span<const RealField> realFields();

/// The value of `section`.`key` in a configuration; nullptr if it is not there.
const nlohmann::json* findKey(const nlohmann::json& config,
                              std::string_view section,
                              std::string_view key);
/// Checks type and range of every known key that is there; `name` opens the message.
void checkKnownKeys(const nlohmann::json& config, const std::string& name);
/// A JSON value as a message can show it: at most about 60 characters.
std::string shownValue(const nlohmann::json& value);

}  // namespace descry
