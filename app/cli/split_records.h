#pragma once
/// What the commands with --dataset and --split work on. Thread rule: main thread. Errors: those of
/// readDataset, and InvalidInput where the split has no record.

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/dataset/dataset.h"

namespace descry {

/// `split` is "train", "val" or "test".
inline std::vector<DatasetRecord> readSplit(const std::string& dataset, const std::string& split) {
    const Split wanted = split == "train" ? Split::Train
                         : split == "val" ? Split::Val
                                          : Split::Test;
    std::vector<DatasetRecord> records = recordsOf(readDataset(dataset), wanted);
    if (records.empty()) {
        fail(ErrorCode::InvalidInput,
             "{}: has no record of the split {}; choose another with --split",
             displayable(dataset),
             split);
    }
    return records;
}

}  // namespace descry
