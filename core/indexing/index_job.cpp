#include "core/indexing/index_job.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/log.h"
#include "core/base/unicode.h"
#include "core/indexing/index_plan.h"
#include "core/indexing/index_runner.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxBatch = 4096;
constexpr int kMaxDecodeThreads = 64;
constexpr int kMaxThumbnailSide = 1024;

void checkRange(const char* field, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value >= least && value <= most) return;
    fail(ErrorCode::InvalidInput, "{} is {}, not within {}..{}", field, value, least, most);
}

std::string settingsOf(const IndexOptions& options) {
    nlohmann::json settings = {{"batchSize", options.batchSize},
                               {"decodeThreads", options.decodeThreads},
                               {"thumbnailSide", options.thumbnailSide},
                               {"folders", nlohmann::json::array()},
                               {"datasets", nlohmann::json::array()}};
    for (const fs::path& folder : options.folders) {
        settings["folders"].push_back(displayable(absoluteFolder(folder).native()));
    }
    for (const DatasetSource& source : options.datasets) {
        nlohmann::json dataset = {{"file", displayable(fs::absolute(source.file).native())},
                                  {"images", displayable(absoluteFolder(source.images).native())}};
        if (source.split) dataset["split"] = splitName(*source.split);
        settings["datasets"].push_back(std::move(dataset));
    }
    if (options.metadataFile) {
        settings["metadataFile"] = displayable(options.metadataFile->native());
    }
    if (options.pattern) settings["pattern"] = displayable(*options.pattern);
    return settings.dump();
}

}  // namespace

void IndexOptions::validate() const {
    checkRange("batchSize", batchSize, 1, kMaxBatch);
    checkRange("decodeThreads", decodeThreads, 1, kMaxDecodeThreads);
    checkRange("thumbnailSide", thumbnailSide, 0, kMaxThumbnailSide);
}

IndexJob::IndexJob(fs::path gallery, IndexModel model, ComputeLane& lane, IndexOptions options)
    : m_gallery(std::move(gallery)),
      m_model(std::move(model)),
      m_lane(lane),
      m_options(std::move(options)),
      m_report(std::make_shared<IndexReport>()) {
    m_options.validate();
}

std::string IndexJob::title() const {
    return fmt::format("Index {}", displayable(m_gallery.filename().native()));
}

void IndexJob::run(JobContext& context) {
    const auto gallery = Gallery::open(m_gallery);
    std::unique_ptr<TokenCache> tokens;
    if (m_options.cacheTokens && m_options.cacheBytes > 0) {
        const RasaConfig& config = m_model.model->config();
        tokens = TokenCache::open(
            {.galleryFile = gallery->file(),
             .fingerprint = m_model.fingerprint,
             .format = static_cast<std::uint8_t>(*m_options.cacheTokens),
             .recordBytes =
                 tokenBytes(*m_options.cacheTokens, config.numImageTokens(), config.vit.embedDim),
             .maxBytes = m_options.cacheBytes});
    }
    HistoryStore& history = gallery->history();
    const std::int64_t run = history.startRun(m_model.fingerprint, settingsOf(m_options));
    const auto end = [&](const char* outcome) {
        history.endRun(run, outcome, m_report->numEncoded + m_report->numDuplicates);
    };
    const auto endUnsuccessful = [&](const char* outcome) {
        try {
            end(outcome);
        } catch (const Error& second) {
            // The first error is the one to tell; a disk that is full refuses this too.
            log().error("{}", second.what());
        }
    };
    try {
        IndexRunner({.gallery = *gallery,
                     .model = *m_model.model,
                     .lane = m_lane,
                     .tokens = tokens.get(),
                     .report = *m_report,
                     .context = context},
                    m_model.fingerprint,
                    m_options)
            .run();
        if (tokens) tokens->flush();
        end("succeeded");
    } catch (const Error& error) {
        endUnsuccessful(error.code() == ErrorCode::Cancelled ? "cancelled" : "failed");
        throw;
    } catch (...) {
        endUnsuccessful("failed");
        throw;
    }
}

}  // namespace descry
