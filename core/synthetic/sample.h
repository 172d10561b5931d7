#pragma once
/// One finished picture with everything that is known of it, and its JSON. Thread rule: values.
/// Failure rule: never fails.

#include <chrono>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/synthetic/attributes.h"
#include "core/synthetic/caption.h"

namespace descry::synthetic {

struct Sample {
    std::int64_t personId = 0;
    std::string split;  ///< "train", "val" or "test".
    std::string path;   ///< Below imgs/, "0012/0012_c3_02.jpg".
    std::size_t camera = 0;
    std::int64_t time = 0;  ///< Seconds since 1970, UTC.
    std::string track;
    AttributeSet truth;
    AttributeSet visible;
    LabelCounts counts{};
    std::size_t numPixels = 0;
    std::vector<Caption> english;
    std::vector<Caption> chinese;
};

/// The record of reid_raw.json (CUHK-PEDES): split, captions, file_path, id, processed_tokens.
nlohmann::ordered_json publishedRecord(const Sample& sample);
/// The line of attributes.jsonl.
nlohmann::ordered_json attributeRecord(const Sample& sample);
/// The row of metadata.csv, without a line end: path, camera, time, track, person.
std::string metadataRow(const Sample& sample);

/// Lower-case words of a caption as the vocabulary counts them.
std::vector<std::string> wordsOf(std::string_view caption);

/// Path of a picture's mask, beside imgs/: "masks/0012/0012_c3_02.png".
std::string maskPath(const Sample& sample);

}  // namespace descry::synthetic
