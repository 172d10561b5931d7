#include "core/evaluation/attributed_split.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/unicode.h"

namespace descry {

AttributedSplit attributedSplit(std::span<const DatasetRecord> records,
                                const synthetic::AttributeRecords& attributes) {
    AttributedSplit split{records, {}};
    for (const DatasetRecord& record : records) {
        const auto found = attributes.find(record.imagePath);
        if (found == attributes.end()) {
            fail(ErrorCode::InvalidInput,
                 "the attribute file has no line for {}: give the one of this data set",
                 displayable(record.imagePath));
        }
        const synthetic::AttributeRecord& known = found->second;
        const bool isSame = known.personId == record.personId &&
                            std::equal(record.captions.begin(),
                                       record.captions.end(),
                                       known.captions.begin(),
                                       known.captions.end(),
                                       [](const std::string& text, const auto& caption) {
                                           return text == caption.text;
                                       });
        if (!isSame) {
            fail(ErrorCode::InvalidInput,
                 "the attribute file has another person or other captions for {}: give the one of "
                 "this data set",
                 displayable(record.imagePath));
        }
        split.images.push_back(&known);
    }
    return split;
}

synthetic::OracleScores oracleOf(const AttributedSplit& split, std::uint64_t seed) {
    std::vector<synthetic::OracleImage> images;
    std::vector<synthetic::OracleQuery> queries;
    for (const synthetic::AttributeRecord* image : split.images) {
        images.push_back({image->personId, image->visible});
        for (const synthetic::Caption& caption : image->captions) {
            queries.push_back({image->personId, caption.mentions});
        }
    }
    return synthetic::rankByAttributes(queries, images, seed);
}

}  // namespace descry
