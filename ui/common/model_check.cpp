#include "ui/common/model_check.h"

#include "core/base/atomic_file.h"
#include "core/base/unicode.h"
#include "core/model/bundle.h"
#include "core/model/fingerprint.h"
#include "core/model/weights.h"

namespace descry {

namespace fs = std::filesystem;

BundleCheck checkBundle(const fs::path& folder, const std::stop_token& stop) {
    const auto bundle = Bundle::open(folder);
    const std::string_view tokenizer =
        fs::exists(folder / kSentencePieceFile) ? kSentencePieceFile : kWordPieceFile;
    FingerprintHash hash(
        bundle->config(), tokenizer, readFile(folder / tokenizer, kMaxTokenizerBytes));
    BundleCheck check;
    for (const ExpectedTensor& tensor : expectedTensors(bundle->config())) {
        if (stop.stop_requested()) fail(ErrorCode::Cancelled, "Cancelled");
        const TensorEntry* entry = bundle->weights().find(tensor.name);
        if (entry == nullptr) fail(ErrorCode::CorruptFile, "{}: no such tensor", tensor.name);
        hash.beginTensor(*entry);
        readInPieces(
            bundle->weights(), *entry, [&](std::span<const std::byte> part) { hash.update(part); });
        ++check.numTensors;
    }
    check.fingerprint = hash.hexDigest();
    if (check.fingerprint == bundle->fingerprint()) return check;
    fail(ErrorCode::CorruptFile,
         "{}: the files have changed since the model was imported; import it again",
         displayable(folder.native()));
}

}  // namespace descry
