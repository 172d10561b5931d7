// A review of CUHK-PEDES' size opens at once and stays small.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/random_stream.h"
#include "core/review/decision_log.h"
#include "core/review/review_cache.h"
#include "core/review/review_queue.h"
#include "core/review/review_state.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kNumPeople = 11'003;
constexpr int kNumImages = 34'054;
const std::string kFingerprint(64, 'b');
constexpr qint64 kMaxOpenMs = 5000;
/// Of so many the quickest counts: a busy machine takes time from any.
constexpr int kNumTries = 3;

/// As uneven as people are pictured: some once, some ten times.
std::uint64_t personOf(int image) {
    auto state = static_cast<std::uint64_t>(image);
    return splitMix64(state) % kNumPeople;
}

/// As many images, people and captions as the published training split, with its keys.
void writeDataset(const fs::path& file) {
    const std::string words =
        "a pedestrian with dark hair is wearing red and white shoes , a black "
        "hooded sweatshirt , and black pants and carries number ";
    std::ofstream stream(file);
    for (int image = 0; image < kNumImages; ++image) {
        nlohmann::json record{{"split", "train"},
                              {"id", personOf(image)},
                              {"file_path", fmt::format("set/{}.jpg", image)}};
        for (const int caption : {0, 1}) {
            const std::string text = words + std::to_string(2 * image + caption);
            record["captions"].push_back(text);
            nlohmann::json tokens = nlohmann::json::array();
            std::istringstream split(text);
            for (std::string word; split >> word;) tokens.push_back(word);
            record["processed_tokens"].push_back(tokens);
        }
        stream << (image == 0 ? "[" : ",\n") << record.dump();
    }
    stream << "]\n";
}

void fill(const ReviewSources& sources) {
    writeDataset(sources.dataset);
    const auto dataset = std::make_shared<const Dataset>(readDataset(sources.dataset));
    const PairIndex index(dataset, {});
    ReviewCache cache(sources.folder.cache());
    DecisionLog log(sources.folder.decisions());
    std::vector<Decision> decisions;
    cache.atomic([&] {
        for (std::size_t image = 0; image < index.numImages(); ++image) {
            Sha256 hash;
            hash.update(index.imagePath(image));
            cache.keepHash({.path = (sources.images / index.imagePath(image)).native(),
                            .sizeBytes = 1,
                            .modifiedNs = 1},
                           hash.digest());
        }
        for (std::size_t number = 0; number < index.size(); ++number) {
            const ReviewPair pair = index.at(number);
            Sha256 hash;
            hash.update(pair.imagePath);
            const PairId id = pairIdOf(hash.digest(), pair.caption);
            const auto logit = static_cast<float>((number * 7919) % 1000);
            cache.keepScores(kFingerprint,
                             id,
                             {.matchLogit = logit,
                              .weakProbability = 0.5F,
                              .similarity = 0.5F,
                              .ownMargin = 1000 - logit,
                              .contradictions = std::vector<std::optional<float>>(25, 0.5F)});
            if (number % 10 != 0) continue;
            Decision decision = test::decisionOn(0, "Mia", Verdict::Weak);
            decision.pair = id;
            decision.imagePath = pair.imagePath;
            decision.sourcePath = pair.sourcePath;
            decision.caption = pair.caption;
            decisions.push_back(std::move(decision));
        }
    });
    log.append(decisions);
}

}  // namespace

class TestReviewSize : public QObject {
    Q_OBJECT

  private slots:
    void cuhkPedesOpensAtOnce() {
        const test::Folder folder;
        ReviewSources sources;
        sources.dataset = folder / "train.json";
        sources.images = folder / "images";
        sources.folder = ReviewFolder::beside(sources.dataset);
        // In another process, so that the peak measured below is the desk's.
        const pid_t child = ::fork();
        if (child == 0) {
            fill(sources);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) == 0);

        qint64 took = kMaxOpenMs + 1;
        for (int i = 0; i < kNumTries && took > kMaxOpenMs; ++i) {
            QElapsedTimer timer;
            timer.start();
            const ReviewState state = openReview(sources);
            QueueRequest request;
            request.order = QueueOrder::Suspicious;
            request.annotator = "Mia";
            request.suspicions = suspicionsOf(state.scores);
            const auto queue = queueOf(request, *state.ids, state.verdicts);
            const DecidedPairs decided = state.decided();
            const auto place = nextUndecided(queue, 0, [&](std::size_t number) {
                return verdictOn(number, "Mia", state.verdicts, decided).has_value();
            });
            took = timer.elapsed();
            rusage usage{};
            ::getrusage(RUSAGE_SELF, &usage);
            qInfo("%zu pairs in %lld ms, %ld MB at the peak",
                  state.index->size(),
                  took,
                  usage.ru_maxrss / 1024);
            QVERIFY(state.index->dataset().numCaptions() >= 68'000);
            QVERIFY(queue.size() > 190'000);
            QVERIFY(place.has_value());
            QCOMPARE(decided.numStrangers(), 0U);
            QVERIFY(usage.ru_maxrss < 500 * 1024);
        }
        QVERIFY(took <= kMaxOpenMs);
    }
};

QTEST_APPLESS_MAIN(TestReviewSize)
#include "tst_review_size.moc"
