#include "core/evaluation/readable_records.h"

#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/unicode.h"
#include "core/vision/decode.h"

namespace descry {
namespace {

std::optional<Error> faultOf(const std::filesystem::path& images, const DatasetRecord& record) {
    try {
        readImage(resolveImage(images, record.imagePath));
        return std::nullopt;
    } catch (const Error& error) {
        if (error.code() == ErrorCode::OutOfMemory) throw;
        return makeError(error.code(), "left out of the evaluation: {}", error);
    }
}

}  // namespace

std::vector<DatasetRecord> readableRecords(std::vector<DatasetRecord> records,
                                           const std::filesystem::path& images,
                                           JobContext& context) {
    const auto total = std::ssize(records);
    std::vector<DatasetRecord> readable;
    std::optional<Error> lastFault;
    std::int64_t done = 0;
    for (DatasetRecord& record : records) {
        context.checkpoint();
        std::optional<Error> fault = faultOf(images, record);
        if (fault) {
            context.warn(*fault);
            lastFault = std::move(fault);
        } else {
            readable.push_back(std::move(record));
        }
        context.report("checking pictures", ++done, total, "images");
    }
    if (readable.empty() && lastFault) {
        fail(ErrorCode::Io,
             "{}: no picture of the split can be read, the last because of: {}",
             displayable(images.native()),
             *lastFault);
    }
    return readable;
}

}  // namespace descry
