#pragma once
/// A data set of small pictures to review, and the log that it leaves. Thread rule: test code.

#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/review/decision_log.h"
#include "tests/ui/ui_fixture.h"
#include "ui/review/review_desk.h"

namespace descry::test {

/// With `dataset.json` in it: people with five images and a caption for each, so that each person
/// has twenty weak pairs.
struct ReviewData {
    static constexpr int kImages = 5;
    static constexpr int kPairs = kImages * (kImages - 1);

    std::filesystem::path folder;
    std::filesystem::path dataset;

    ReviewData(const std::filesystem::path& parent, int numPeople)
        : folder(parent / "people"), dataset(folder / "dataset.json") {
        std::filesystem::create_directories(folder / "imgs");
        nlohmann::json records = nlohmann::json::array();
        for (int i = 0; i < numPeople * kImages; ++i) {
            const std::string name = fmt::format("{}_c{}_0.bmp", i / kImages, i % kImages);
            writePicture(folder / "imgs" / name, static_cast<std::uint64_t>(i));
            records.push_back({{"id", i / kImages},
                               {"file_path", name},
                               {"captions", {fmt::format("A man in red, number {}.", i)}},
                               {"split", "train"}});
        }
        std::ofstream(dataset) << records;
    }

    SittingPlan plan(QueueOrder order = QueueOrder::Random) const {
        SittingPlan plan;
        plan.dataset = dataset;
        plan.annotator = "Anna";
        plan.order = order;
        return plan;
    }
    std::vector<Decision> log() const {
        return DecisionLog(plan().folder().decisions(), DecisionLog::Access::ReadOnly).all();
    }
    std::filesystem::path image(std::string_view path) const { return folder / "imgs" / path; }
    /// Every pair has another number then.
    void addPersonInFront() const {
        nlohmann::json records = nlohmann::json::parse(std::ifstream(dataset));
        for (const char* name : {"new_c0_0.bmp", "new_c1_0.bmp"}) {
            const nlohmann::json record = {{"id", 1000},
                                           {"file_path", name},
                                           {"captions", {fmt::format("A new one, {}.", name)}},
                                           {"split", "train"}};
            records.insert(records.begin(), record);
        }
        std::ofstream(dataset) << records;
    }
};

/// Which pair, by what the data set says of it.
inline std::string nameOf(const ReviewPair& pair) {
    return fmt::format("{} | {} | {}", pair.imagePath, pair.sourcePath, pair.caption);
}
inline std::string nameOf(const Decision& decision) {
    return fmt::format("{} | {} | {}", decision.imagePath, decision.sourcePath, decision.caption);
}

/// Waits until everything that was decided is on the disk.
inline bool isKept(const ReviewDesk& desk) {
    return QTest::qWaitFor([&desk] { return desk.writer()->isIdle(); }, kLongWaitMs);
}

}  // namespace descry::test
