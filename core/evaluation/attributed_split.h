#pragma once
/// A split of a rendered data set, record by record, with what is known of its pictures: the ground
/// of every measure that needs the truth. Thread rule: views of data that outlives them. Errors:
/// InvalidInput where the attribute file is not that of the data set.

#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/synthetic/attribute_file.h"
#include "core/synthetic/oracle.h"

namespace descry {

struct AttributedSplit {
    std::span<const DatasetRecord> records;                 ///< [G].
    std::vector<const synthetic::AttributeRecord*> images;  ///< [G], with the records' captions.
};

/// Finds every record's line. Throws InvalidInput naming the first record without one, or with
/// another person or other captions.
AttributedSplit attributedSplit(std::span<const DatasetRecord> records,
                                const synthetic::AttributeRecords& attributes);

/// What a perfect reader reaches on this split with these captions.
synthetic::OracleScores oracleOf(const AttributedSplit& split, std::uint64_t seed);

}  // namespace descry
