// The whole main job from outside, on the toy checkpoint: import, index, search and evaluate give
// what the reference program gave (tests/data/conformance/README.md, part C).

#include <QtTest>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/tensorfile/tensor_file.h"
#include "tests/app/program_run.h"
#include "tests/app/second_word.h"
#include "tests/support/conformance_folder.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

nlohmann::json readJson(const fs::path& file) {
    std::ifstream in(file);
    return nlohmann::json::parse(in);
}

constexpr double kLogitLimit = 2e-4;  // Limits of the conformance README, float32.
constexpr double kMetricLimit = 1e-4;
constexpr double kInt8Limit = 0.15;  // Of a match logit: 8 bits, as bfloat16 keeps.

/// Where a list of candidates has the image of `wanted`.
std::ptrdiff_t placeIn(const nlohmann::json& list, const nlohmann::json& wanted) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& candidate) {
        return candidate.at("path") == wanted.at("path");
    });
    return found - list.begin();
}

}  // namespace

class TestCliMainJob : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void findsWhatTheReferenceRanks();
    void cachedTokensKeepTheOrder();
    void evaluatesToTheReferencesFigures();
    void scoresFileHoldsBothMatrices();
    void measuresWhatTheTruthAllows();
    void attributesOfAnotherDataSetAreRefused();

  private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    std::vector<std::string> captions() const;
    nlohmann::json search(const std::string& text, const std::string& gallery) const;
    ProgramResult evaluateWith(const fs::path& attributes) const;

    /// One search by caption and gallery: a program start each, so none is run twice.
    mutable std::map<std::pair<std::string, std::string>, nlohmann::json> m_answers;
    QTemporaryDir m_folder;
    fs::path m_tiny = conformanceFolder() / "tiny";
    std::string m_bundle;
};

std::vector<std::string> TestCliMainJob::captions() const {
    std::vector<std::string> texts;
    for (const auto& record : readJson(m_tiny / "data/test.json")) {
        for (const auto& caption : record.at("captions")) texts.push_back(caption);
    }
    return texts;
}

nlohmann::json TestCliMainJob::search(const std::string& text, const std::string& gallery) const {
    nlohmann::json& answer = m_answers[{text, gallery}];
    if (!answer.is_null()) return answer;
    const std::string kTest =
        std::to_string(readJson(m_tiny / "config.json").at("k_test").get<int>());
    const ProgramResult result = runCli({"search",
                                         gallery,
                                         text,
                                         "--bundle",
                                         m_bundle,
                                         "--dtype",
                                         "fp32",
                                         "--rerank",
                                         kTest,
                                         "--top",
                                         "100000",
                                         "--json"});
    if (result.exitCode != 0) qWarning("%s", result.err.c_str());
    answer = result.json();
    return answer;
}

void TestCliMainJob::initTestCase() {
    m_bundle = path("bundle").string();
    const ProgramResult imported = importTiny(m_tiny, m_bundle);
    QVERIFY2(imported.exitCode == 0, imported.err.c_str());

    fs::create_directories(path("pictures"));
    for (const auto& record : readJson(m_tiny / "data/test.json")) {
        const fs::path name = record.at("file_path").get<std::string>();
        fs::copy_file(m_tiny / "data/imgs" / name, path("pictures") / name);
    }
    for (const char* cache : {"off", "int8"}) {
        const std::string gallery = path(cache).string() + ".descry";
        const ProgramResult created = runCli({"gallery", "create", gallery});
        QVERIFY2(created.exitCode == 0, created.err.c_str());
        const ProgramResult indexed = runCli({"gallery",
                                              "index",
                                              gallery,
                                              path("pictures").string(),
                                              "--bundle",
                                              m_bundle,
                                              "--dtype",
                                              "fp32",
                                              "--cache-tokens",
                                              cache});
        QVERIFY2(indexed.exitCode == 0, indexed.err.c_str());
    }
}

void TestCliMainJob::findsWhatTheReferenceRanks() {
    const auto golden = openTensorFile(m_tiny / "evaluation.safetensors");
    const TensorEntry& scores = *golden->find("score_matrix_t2i");
    const std::vector<float> values = golden->readFloats(scores);
    const auto images =
        readJson(m_tiny / "evaluation.json").at("images").get<std::vector<std::string>>();
    const auto numImages = static_cast<std::size_t>(scores.shape[1]);
    const auto kTest =
        static_cast<std::size_t>(readJson(m_tiny / "config.json").at("k_test").get<int>());

    const std::vector<std::string> texts = captions();
    QCOMPARE(static_cast<std::int64_t>(texts.size()), scores.shape[0]);
    for (std::size_t query = 0; query < texts.size(); ++query) {
        const float* row = values.data() + query * numImages;
        std::vector<std::size_t> order(numImages);
        for (std::size_t i = 0; i < numImages; ++i) order[i] = i;
        std::stable_sort(
            order.begin(), order.end(), [row](auto a, auto b) { return row[a] > row[b]; });

        const auto answer = search(texts[query], path("off").string() + ".descry");
        const auto& candidates = answer.at("candidates");
        QCOMPARE(candidates.size(), numImages);
        for (std::size_t rank = 0; rank < numImages; ++rank) {
            QCOMPARE(candidates[rank].at("rank").get<std::size_t>(), rank + 1);
            if (rank >= kTest) {
                QVERIFY(candidates[rank].at("matchLogit").is_null());
                continue;
            }
            const fs::path found = candidates[rank].at("path").get<std::string>();
            const auto place = std::find(images.begin(), images.end(), found.filename().string());
            QVERIFY2(place != images.end(), found.c_str());
            const auto score = static_cast<double>(row[place - images.begin()]);
            // The image of that rank, or one whose score is as near as the limit.
            QVERIFY(std::abs(score - static_cast<double>(row[order[rank]])) <= kLogitLimit);
            const double logit = candidates[rank].at("matchLogit");
            QVERIFY(std::abs(logit - score) <= kLogitLimit);
        }
    }
}

void TestCliMainJob::cachedTokensKeepTheOrder() {
    std::size_t numTurned = 0;
    std::size_t numPairs = 0;
    for (const std::string& text : captions()) {
        const auto exact = search(text, path("off").string() + ".descry").at("candidates");
        const auto cached = search(text, path("int8").string() + ".descry").at("candidates");
        for (std::size_t i = 0; i < exact.size(); ++i) {
            for (std::size_t j = i + 1; j < exact.size(); ++j) {
                if (exact[j].at("matchLogit").is_null()) break;
                const double gap = exact[i].at("matchLogit").get<double>() -
                                   exact[j].at("matchLogit").get<double>();
                if (gap <= kInt8Limit) continue;
                ++numPairs;
                if (placeIn(cached, exact[j]) < placeIn(cached, exact[i])) ++numTurned;
            }
        }
    }
    QVERIFY(numPairs > 0);
    QVERIFY(static_cast<double>(numTurned) <= 0.01 * static_cast<double>(numPairs));
}

void TestCliMainJob::evaluatesToTheReferencesFigures() {
    const auto golden = readJson(m_tiny / "evaluation.json");
    const std::string kTest = std::to_string(golden.at("k_test").get<int>());
    const ProgramResult result = runCli({"evaluate",
                                         "--bundle",
                                         m_bundle,
                                         "--dataset",
                                         (m_tiny / "data/test.json").string(),
                                         "--images",
                                         (m_tiny / "data/imgs").string(),
                                         "--rerank",
                                         kTest,
                                         "--dtype",
                                         "fp32",
                                         "--scores",
                                         path("scores.safetensors").string(),
                                         "--json"});
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto answer = result.json();
    const auto& rerank = golden.at("rerank_tie_variants").at("lower_index_first");
    const auto& similarity = golden.at("itc_only");
    for (const char* metric : {"r1", "r5", "r10", "mAP"}) {
        QVERIFY(std::abs(answer.at("rerank").at(metric).get<double>() -
                         rerank.at(metric).get<double>()) <= kMetricLimit);
        QVERIFY(std::abs(answer.at("similarity").at(metric).get<double>() -
                         similarity.at(metric).get<double>()) <= kMetricLimit);
    }
    QVERIFY(answer.contains("rerankTail"));
}

void TestCliMainJob::scoresFileHoldsBothMatrices() {
    const auto golden = openTensorFile(m_tiny / "evaluation.safetensors");
    const auto ours = openTensorFile(path("scores.safetensors"));
    for (const char* name : {"sims_t2i", "score_matrix_t2i"}) {
        const TensorEntry* expected = golden->find(name);
        const TensorEntry* found = ours->find(name);
        QVERIFY(found != nullptr);
        QCOMPARE(found->shape, expected->shape);
        const auto a = golden->readFloats(*expected);
        const auto b = ours->readFloats(*found);
        for (std::size_t i = 0; i < a.size(); ++i) QVERIFY(std::abs(a[i] - b[i]) <= kLogitLimit);
    }
}

namespace {

/// Attributes for the toy's test pictures, whatever their captions say: tops of one colour after
/// the other, which every caption names with its second word.
std::string attributesOf(const nlohmann::json& records) {
    const std::vector<std::string> colours{
        "green", "white", "gray", "purple", "black", "red", "blue", "yellow", "pink", "brown"};
    std::string lines;
    std::size_t numPictures = 0;
    for (const auto& record : records) {
        const std::string& colour = colours[numPictures++ % colours.size()];
        const nlohmann::json truth{{"top.colour", colour}};
        nlohmann::json captions = nlohmann::json::array();
        for (const std::string text : record.at("captions")) {
            const auto [begin, end] = secondWord(text);
            const nlohmann::json mention{
                {"attribute", "top.colour"}, {"value", colour}, {"begin", begin}, {"end", end}};
            captions.push_back({{"text", text}, {"mentions", {mention}}});
        }
        const nlohmann::json line{{"file_path", record.at("file_path")},
                                  {"id", record.at("id")},
                                  {"truth", truth},
                                  {"visible", truth},
                                  {"captions", captions}};
        lines += line.dump() + "\n";
    }
    return lines;
}

}  // namespace

ProgramResult TestCliMainJob::evaluateWith(const fs::path& attributes) const {
    return runCli({"evaluate",
                   "--bundle",
                   m_bundle,
                   "--dataset",
                   (m_tiny / "data/test.json").string(),
                   "--images",
                   (m_tiny / "data/imgs").string(),
                   "--attributes",
                   attributes.string(),
                   "--json"});
}

void TestCliMainJob::measuresWhatTheTruthAllows() {
    const fs::path file = path("attributes.jsonl");
    std::ofstream(file) << attributesOf(readJson(m_tiny / "data/test.json"));
    const ProgramResult result = evaluateWith(file);
    QVERIFY2(result.exitCode == 0, result.err.c_str());
    const auto answer = result.json();
    const double oracle = answer.at("oracle").at("r1").get<double>();
    QVERIFY(oracle > 0 && oracle <= 100);
    for (const auto& [share, metrics] :
         {std::pair{"similarity", "similarity"}, {"matchLogit", "matchLogitTail"}}) {
        QVERIFY(std::abs(answer.at("shares").at(share).at("r1").get<double>() * oracle -
                         answer.at(metrics).at("r1").get<double>()) < 1e-9);
    }
    QVERIFY(answer.at("shares").at("rule") == answer.at("shares").at("matchLogit"));
    const auto& replaced = answer.at("replacedWords");
    QVERIFY(replaced.at("positives").get<int>() > 0);
    QCOMPARE(replaced.at("groups").at("colour").at("auroc").get<double>(),
             replaced.at("auroc").get<double>());
    QVERIFY(answer.at("relation").at("contradicted").contains("positives"));
    QVERIFY(answer.at("matchPrefersTrueCaption").is_number());
    const auto& gain = answer.at("ruleAgainstSimilarity").at("mAP");
    const double difference = gain.at("difference").get<double>();
    QVERIFY(std::abs(difference - (answer.at("rerankTail").at("mAP").get<double>() -
                                   answer.at("similarity").at("mAP").get<double>())) < 1e-9);
    QVERIFY(gain.at("interval").at(0).get<double>() <= difference);
    QVERIFY(gain.at("interval").at(1).get<double>() >= difference);
}

void TestCliMainJob::attributesOfAnotherDataSetAreRefused() {
    auto records = readJson(m_tiny / "data/test.json");
    records.back().at("captions").at(0) = "Another caption.";
    const fs::path file = path("others.jsonl");
    std::ofstream(file) << attributesOf(records);
    const ProgramResult result = evaluateWith(file);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(result.err.find("attribute file") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCliMainJob)
#include "tst_cli_main_job.moc"
