#pragma once
/// The network against the goldens (tests/data/conformance/README.md, parts B, C and J): a plain
/// library behind two fronts, Qt Test and a bare program for GPU machines. Takes any folder of that
/// layout, of any sizes. Thread rule: one caller. Failure rule: descry::Error where a file is
/// missing or broken; a wrong number is a failed check, never a throw.

#include <filesystem>
#include <string>
#include <vector>

#include "core/model/rasa_model.h"

namespace descry {

struct ConformanceCheck {
    std::string name;
    double maxError = 0;
    double limit = 0;
    bool passed = false;
};

struct ConformanceOptions {
    std::filesystem::path folder;  ///< Holds `tiny/` and `full/`.
    DeviceRequest device;          ///< computeType absent: float32.
};

/// Where the checks will run.
DeviceStatus conformanceDevice(const ConformanceOptions& options);

/// B: features, token states, every layer's states, logits of all heads. Float32 runs through the
/// trainable modules and through the inference path; other types through the inference path.
std::vector<ConformanceCheck> checkEncoding(const ConformanceOptions& options);
/// C: similarities, the top k and match logits of two-stage search; and how far the order that
/// the public model gives with cached tokens keeps the goldens' top 10. What stands nearer in the
/// goldens than the type's limit may change places.
std::vector<ConformanceCheck> checkSearch(const ConformanceOptions& options);
/// J: the full-size model from a formula; in float32 every tensor's hash as well.
std::vector<ConformanceCheck> checkFullSize(const ConformanceOptions& options);

}  // namespace descry
