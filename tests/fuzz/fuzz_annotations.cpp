// An annotation file of any bytes: refused with a descry::Error, or made of records whose paths
// stay below the image folder. Reading strictly and listing every fault must agree.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/error.h"
#include "core/dataset/records_parser.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        const auto strict =
            descry::parseRecords(text, "fuzzed.json", descry::ParseMode::FirstError);
        for (const descry::DatasetRecord& record : strict.dataset.records) {
            if (descry::pathFault(record.imagePath) || record.captions.empty()) std::abort();
        }
        descry::crossCheck(strict.dataset, strict.index);
        const auto all = descry::parseRecords(text, "fuzzed.json", descry::ParseMode::AllErrors);
        if (strict.findings.empty() != all.findings.empty()) std::abort();
        descry::crossCheck(all.dataset, all.index);
    } catch (const descry::Error&) {
        return 0;
    }
    return 0;
}
