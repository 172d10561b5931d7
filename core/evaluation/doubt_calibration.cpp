#include "core/evaluation/doubt_calibration.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/evaluation/caption_tokens.h"
#include "core/evaluation/image_batches.h"
#include "core/evaluation/require_finite.h"
#include "core/explain/explanation.h"
#include "core/model/word_doubts.h"

namespace descry {
namespace {

constexpr const char* kStage = "reading words";

/// Spread evenly over all that have captions.
std::vector<std::size_t> chosenOf(std::span<const DatasetRecord> records) {
    std::vector<std::size_t> described;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (!records[i].captions.empty()) described.push_back(i);
    }
    const std::size_t count = std::min(described.size(), kMaxDoubtPictures);
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < count; ++i) {
        chosen.push_back(described[i * described.size() / count]);
    }
    return chosen;
}

struct Picture {
    std::size_t record = 0;
    ImageTokens tokens;
};

std::vector<Picture> encode(const SearchModel& search,
                            ComputeLane& lane,
                            std::span<const DatasetRecord> records,
                            const std::filesystem::path& folder,
                            JobContext& context) {
    RasaModel& model = *search.model;
    const std::vector<std::size_t> wanted = chosenOf(records);
    ImageBatches batches(records,
                         wanted,
                         {.folder = folder,
                          .imageRes = model.config().imageRes,
                          .batch = 1,
                          .stop = context.stopToken()});
    std::vector<Picture> pictures;
    for (ImageBatch batch = batches.next(); !batch.images.empty(); batch = batches.next()) {
        context.checkpoint();
        const ComputeLane::Hold hold = lane.acquire(context.stopToken());
        ImageEncoding encoding = model.encodeImages(
            batch.pixels, {.keepTokens = model.exactTokenFormat(), .stop = context.stopToken()});
        pictures.push_back({batch.images.front(), std::move(encoding.tokens.front())});
    }
    return pictures;
}

ImageTokens meanOf(const std::vector<Picture>& pictures, const RasaConfig& config) {
    const std::int64_t width = config.vit.embedDim;
    std::vector<float> values(static_cast<std::size_t>(config.numImageTokens() * width));
    std::vector<double> sum(values.size());
    for (const Picture& picture : pictures) {
        unpackTokens(picture.tokens, width, values);
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(values[i]);
    }
    const auto count = static_cast<double>(pictures.size());
    std::ranges::transform(
        sum, values.begin(), [&](double total) { return static_cast<float>(total / count); });
    return packTokens(values, width, TokenFormat::F16);
}

/// What 5 of 100 exceed.
double thresholdOf(std::vector<float> logOdds) {
    const auto rank = static_cast<std::size_t>(
        std::floor((1 - kDoubtedTrueWords) * static_cast<double>(logOdds.size())));
    const auto place =
        logOdds.begin() + static_cast<std::ptrdiff_t>(std::min(rank, logOdds.size() - 1));
    std::ranges::nth_element(logOdds, place);
    return static_cast<double>(*place);
}

}  // namespace

DoubtReference fitDoubtReference(const SearchModel& search,
                                 ComputeLane& lane,
                                 std::span<const DatasetRecord> records,
                                 const std::filesystem::path& images,
                                 JobContext& context) {
    RasaModel& model = *search.model;
    const std::vector<Picture> pictures = encode(search, lane, records, images, context);
    if (pictures.empty()) {
        fail(ErrorCode::InvalidInput, "the split has no picture to read words against");
    }
    DoubtReference reference{meanOf(pictures, model.config()), 0};
    std::vector<float> trueWords;
    std::int64_t done = 0;
    for (const Picture& picture : pictures) {
        for (const std::string& caption : records[picture.record].captions) {
            context.checkpoint();
            const ComputeLane::Hold hold = lane.acquire(context.stopToken());
            const Encoding encoding =
                encodeCaption(caption, *search.tokenizer, model.config().maxWords);
            const auto text = model.encodeText(encoding.ids);
            const WordDoubts doubts(model, *text, &reference, context.stopToken());
            const ImageTokens* const one = &picture.tokens;
            const PairReadings readings =
                model.readPairs(*text, std::span(&one, 1), context.stopToken());
            for (const std::vector<std::size_t>& word : tokensByWord(encoding)) {
                const double logOdds = doubts.logOdds(readings.replacedLogOdds, word);
                trueWords.push_back(static_cast<float>(logOdds));
            }
        }
        context.report(kStage, ++done, static_cast<std::int64_t>(pictures.size()), "images");
    }
    if (trueWords.empty()) {
        fail(ErrorCode::InvalidInput, "the split has no caption to read words of");
    }
    requireFinite(trueWords, "log-odds of replaced tokens");
    reference.threshold = thresholdOf(std::move(trueWords));
    return reference;
}

}  // namespace descry
