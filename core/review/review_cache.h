#pragma once
/// What can be computed again and need not be: the hashes of images and a bundle's scores of pairs,
/// in one SQLite file beside the decisions that may be deleted at any time. A damaged one is put
/// aside and begun anew. Thread rule: one thread at a time; each thread opens its own. Errors: Io,
/// DiskFull, Database.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/review/pair_id.h"

namespace descry {

class Database;

/// A file as it was when it was hashed.
struct ImageFile {
    std::string path;  ///< Absolute.
    std::int64_t sizeBytes = 0;
    std::int64_t modifiedNs = 0;  ///< Nanoseconds since 1970.
};

/// What a bundle says of a pair. Raw, never a percentage.
struct PairScores {
    float matchLogit = 0;
    float weakProbability = 0;  ///< 0 to 1, of the head that tells weak from strong pairs (PRD).
    float similarity = 0;
    float ownMargin = 0;  ///< Match logit of the image's best own caption less this one's.
    /// 0 to 1 by word of the caption (captionWords), as core/model/word_doubts.h reads them; absent
    /// where the network read nothing of the word.
    std::vector<std::optional<float>> contradictions;

    bool operator==(const PairScores&) const = default;
};

class ReviewCache {
  public:
    /// Makes the file, and the folder it lies in, where there is none.
    explicit ReviewCache(const std::filesystem::path& file);
    ~ReviewCache();
    ReviewCache(ReviewCache&&) noexcept;
    ReviewCache& operator=(ReviewCache&&) noexcept;

    /// All of `work` or nothing.
    void atomic(const std::function<void()>& work);

    /// The file's hash if it is as it was.
    std::optional<Sha256Digest> hashOf(const ImageFile& file);
    void keepHash(const ImageFile& file, const Sha256Digest& hash);
    /// By absolute path, however the files are now.
    std::unordered_map<std::string, Sha256Digest> allHashes();

    /// What the bundle's words are read against from now on (empty: nothing). Scores for which that
    /// was another thing are taken out, to be computed anew.
    void readWordsAgainst(const std::string& fingerprint, const std::string& reference);
    bool hasScores(const std::string& fingerprint, const PairId& pair);
    std::optional<PairScores> scoresOf(const std::string& fingerprint, const PairId& pair);
    void keepScores(const std::string& fingerprint, const PairId& pair, const PairScores& scores);
    /// Every pair that is scored, without its words.
    void eachScore(const std::string& fingerprint,
                   const std::function<void(const PairId&, const PairScores&)>& take);
    /// Bundles with scores, the one whose scores were begun last in front.
    std::vector<std::string> fingerprints();

  private:
    std::int64_t bundleOf(const std::string& fingerprint);

    std::unique_ptr<Database> m_database;
    std::unordered_map<std::string, std::int64_t> m_bundles;
};

}  // namespace descry
