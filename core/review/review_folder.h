#pragma once
/// Where a review keeps its files: in a folder beside the data set's file, never in it. Thread
/// rule: values. Failure rule: never fails.

#include <filesystem>

namespace descry {

struct ReviewFolder {
    std::filesystem::path path;

    /// "train.json" -> "train.json.review"
    static ReviewFolder beside(const std::filesystem::path& datasetFile) {
        std::filesystem::path folder = std::filesystem::absolute(datasetFile);
        folder += ".review";
        return {folder};
    }

    /// The DecisionLog: what must not be lost.
    std::filesystem::path decisions() const { return path / "decisions.descry-review"; }
    /// The ReviewCache: what can be computed again.
    std::filesystem::path cache() const { return path / "cache.sqlite"; }
    /// The overlap set, once it is chosen.
    std::filesystem::path overlap() const { return path / "overlap.json"; }
};

}  // namespace descry
