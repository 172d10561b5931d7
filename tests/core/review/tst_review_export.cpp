#include <QDateTime>
#include <QXmlStreamReader>
#include <QtTest>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/dataset/pair_verdicts.h"
#include "core/review/dataset_edits.h"
#include "core/review/decision_table.h"
#include "core/review/label_studio.h"
#include "core/review/pair_index.h"
#include "core/review/review_export.h"
#include "core/review/review_import.h"
#include "tests/core/review/review_fixture.h"

using namespace descry;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const fs::path kTiny = DESCRY_TEST_DATA "/conformance/tiny/data/train.json";
const fs::path kDemo = DESCRY_TEST_DATA "/../../resources/demo/gallery/dataset.json";

/// Odd white space, unknown keys, escapes and a letter outside ASCII: none of it is ours to change.
constexpr char kHandmade[] =
    "[\n"
    "  {\"id\":7, \"captions\" : [\"A man in red.\" ,\n\"He \\\"walks\\\".\",  \"He waits.\"],"
    " \"file_path\":\"a/1.png\",\"split\":\"train\", \"height\": 1.50e2},\n"
    "\t{ \"split\":\"train\",\"note\":{\"captions\":[\"not these\"],\"x\":\"]}\"},"
    "\"processed_tokens\":[[\"a\",\"man\"],[\"he\"]],\"\\u0063aptions\":[\"A man.\",\"林 walks.\"],"
    "\"id\":7,\"file_path\":\"a/2.png\"}\n"
    "]\r\n";

struct Handmade {
    test::Folder folder;
    fs::path file = folder / "train.json";
    Dataset dataset;

    Handmade() {
        test::write(file, kHandmade);
        dataset = readDataset(file);
    }
    std::string edited(const std::vector<CaptionEdit>& edits) const {
        return editDataset(kHandmade, dataset, edits).text;
    }
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    if (at == text.npos || text.find(from, at + 1) != text.npos) qFatal("not there once");
    return text.replace(at, from.size(), to);
}

Decision decisionFor(const ReviewPair& pair, const std::string& annotator, Verdict verdict) {
    Decision decision = test::decisionOn(0, annotator, verdict);
    Sha256 image;
    image.update(pair.imagePath);
    decision.pair = pairIdOf(image.digest(), pair.caption);
    decision.imagePath = pair.imagePath;
    decision.sourcePath = pair.sourcePath;
    decision.caption = pair.caption;
    return decision;
}

/// Every pair of a data set decided by one or two annotators, edits and notes among them.
std::vector<Decision> reviewOf(const Dataset& dataset, unsigned seed) {
    std::mt19937 random(seed);
    const PairIndex index(std::make_shared<const Dataset>(dataset),
                          {.split = std::nullopt, .includeOwn = true});
    std::vector<Decision> decisions;
    for (std::size_t number = 0; number < index.size(); ++number) {
        const ReviewPair pair = index.at(number);
        for (const char* annotator : {"Mia", "林, \"Tom\""}) {
            if (test::below(random, 3) == 0) continue;
            Decision decision =
                decisionFor(pair, annotator, static_cast<Verdict>(test::below(random, 4)));
            // Never at the same time: then an id decides, and an import makes new ones.
            decision.timeMs += 2 * test::below(random, 1000) + (annotator[0] == 'M' ? 1 : 0);
            if (test::below(random, 4) == 0) {
                decision.edited = "=Edited: " + std::string(pair.caption.substr(0, 20)) + "\n\"x\"";
            }
            if (test::below(random, 3) == 0)
                decision.reasons = {Reason::WrongColour, Reason::OtherPerson};
            if (test::below(random, 5) == 0) decision.note = "Look again,\r\nplease";
            if (test::below(random, 9) == 0) decision.order = QueueOrder::Disagreements;
            decisions.push_back(std::move(decision));
        }
    }
    return decisions;
}

/// One person in a picture that lies under two paths, and in another one of its size.
struct Twins {
    test::Folder folder;
    fs::path file = folder / "train.json";

    Twins() {
        test::write(folder / "1.png", "the picture");
        test::write(folder / "2.png", "the picture");
        test::write(folder / "3.png", "another one");
        test::write(
            file,
            R"([{"id": 7, "file_path": "1.png", "captions": ["He walks.", "A man.", "Red."]},)"
            R"({"id": 7, "file_path": "2.png", "captions": ["He walks.", "A coat."]},)"
            R"({"id": 7, "file_path": "3.png", "captions": ["He stands.", "A bag."]}])");
    }
    Decision on(const char* image, const char* source, const char* caption, Verdict verdict) const {
        Decision decision = test::decisionOn(0, "Mia", verdict);
        decision.pair = pairIdOf(hashImage(folder / image), caption);
        decision.imagePath = image;
        decision.sourcePath = source;
        decision.caption = caption;
        return decision;
    }
    ExportReport exportTo(const char* name, std::vector<Decision> decisions) const {
        return exportReview({.dataset = file, .folder = folder / name, .images = {}},
                            CurrentVerdicts(std::move(decisions)));
    }
    /// "image, source: caption verdict" by line of pairs.jsonl.
    std::vector<std::string> linesOf(const char* name) const {
        std::vector<std::string> lines;
        for (const PairVerdict& verdict :
             readPairVerdicts(folder / name / "pairs.jsonl", readDataset(file))) {
            lines.push_back(fmt::format("{}, {}: {} {}",
                                        verdict.imagePath,
                                        verdict.sourcePath,
                                        verdict.caption,
                                        verdictName(verdict.verdict)));
        }
        return lines;
    }
};

std::map<std::string, std::string> filesIn(const fs::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        files[entry.path().filename()] = test::contentOf(entry.path());
    }
    return files;
}

}  // namespace

class TestReviewExport : public QObject {
    Q_OBJECT

  private slots:
    void nothingDecidedChangesNoByte() {
        const Handmade handmade;
        QCOMPARE(handmade.edited({}), std::string(kHandmade));
        QCOMPARE(handmade.edited({{"a/1.png", "No such caption.", {}}}), std::string(kHandmade));
    }

    void anEditChangesItsCaptionAlone() {
        const Handmade handmade;
        QCOMPARE(handmade.edited({{"a/1.png", "He \"walks\".", "He \"runs\"."}}),
                 replaced(kHandmade, "\"He \\\"walks\\\".\"", "\"He \\\"runs\\\".\""));
        // The file has letters as they are, so an edit has them too.
        QCOMPARE(handmade.edited({{"a/1.png", "He waits.", "林 waits."}}),
                 replaced(kHandmade, "He waits.", "林 waits."));
    }

    void aRemovalTakesItsCommaAlong() {
        const Handmade handmade;
        QCOMPARE(handmade.edited({{"a/1.png", "A man in red.", {}}}),
                 replaced(kHandmade, "\"A man in red.\" ,\n", ""));
        QCOMPARE(handmade.edited({{"a/1.png", "He \"walks\".", {}}}),
                 replaced(kHandmade, " ,\n\"He \\\"walks\\\".\"", ""));
        QCOMPARE(handmade.edited({{"a/1.png", "He waits.", {}}}),
                 replaced(kHandmade, ",  \"He waits.\"", ""));
        QCOMPARE(
            handmade.edited({{"a/1.png", "He waits.", {}}, {"a/1.png", "A man in red.", {}}}),
            replaced(replaced(kHandmade, ",  \"He waits.\"", ""), "\"A man in red.\" ,\n", ""));
    }

    void tokensFollowTheirCaption() {
        const Handmade handmade;
        QCOMPARE(handmade.edited({{"a/2.png", "A man.", {}}}),
                 replaced(replaced(kHandmade, "\"A man.\",", ""), "[\"a\",\"man\"],", ""));
        QCOMPARE(handmade.edited({{"a/2.png", "A man.", "A tall man!"}}),
                 replaced(replaced(kHandmade, "\"A man.\"", "\"A tall man!\""),
                          "[\"a\",\"man\"]",
                          "[\"a\",\"tall\",\"man\"]"));
    }

    void anImageKeepsItsCaptionsWhereAllAreRejected() {
        const Handmade handmade;
        const EditedDataset edited = editDataset(
            kHandmade, handmade.dataset, {{"a/2.png", "A man.", {}}, {"a/2.png", "林 walks.", {}}});
        QCOMPARE(edited.text, std::string(kHandmade));
        QCOMPARE(edited.findings.size(), 1U);
        QCOMPARE(edited.findings[0].record, std::size_t{1});
        QCOMPARE(edited.numRemoved, 0U);
    }

    void aFileOfEscapesStaysOne() {
        const test::Folder folder;
        const std::string text =
            R"([{"id": 1, "file_path": "a.png", "captions": ["\u6797 walks.", "He."]}])";
        test::write(folder / "a.json", text);
        const Dataset dataset = readDataset(folder / "a.json");
        QCOMPARE(editDataset(text, dataset, {{"a.png", "He.", "林."}}).text,
                 replaced(text, "\"He.\"", "\"\\u6797.\""));
    }

    void verdictsOfTheAnnotatorsTogether() {
        const Dataset dataset = test::twoPeople();
        const PairIndex index(std::make_shared<const Dataset>(dataset),
                              {.split = Split::Train, .includeOwn = true});
        const auto pair = [&](const char* image, const char* source, const char* caption) {
            return index.at(*index.find(image, source, caption));
        };
        const ReviewPair weak = pair("a/1.png", "a/2.png", "A man with a bag.");
        const ReviewPair own = pair("a/2.png", "a/2.png", "A man with a bag.");
        const ReviewPair walks = pair("a/1.png", "a/1.png", "He walks.");
        Decision edited = decisionFor(own, "Mia", Verdict::Strong);
        edited.edited = "A man with a red bag.";
        Decision stranger = decisionFor(weak, "Mia", Verdict::Weak);
        stranger.imagePath = "../../etc/passwd";
        stranger.pair = test::pairNumber(77);
        const CurrentVerdicts verdicts({decisionFor(weak, "Mia", Verdict::Weak),
                                        decisionFor(weak, "Tom", Verdict::Reject),
                                        edited,
                                        decisionFor(walks, "Tom", Verdict::Reject),
                                        stranger});
        const ExportedVerdicts exported =
            exportedVerdicts(verdicts, PairIds(std::make_shared<const PairIndex>(index), {}));
        QCOMPARE(exported.verdicts.size(), 3U);
        QCOMPARE(exported.numDisputed, 1U);
        QCOMPARE(exported.verdicts[0].caption, std::string("He walks."));
        QCOMPARE(exported.verdicts[0].verdict, Verdict::Reject);
        QCOMPARE(exported.verdicts[1].annotator, std::string("Mia, Tom"));
        QCOMPARE(exported.verdicts[1].verdict, Verdict::Unsure);
        QCOMPARE(exported.verdicts[2].edited, std::string("A man with a red bag."));
        QCOMPARE(exported.edits.size(), 2U);
        QVERIFY(!exported.edits[0].edited);
        QCOMPARE(exported.edits[1].edited, std::string("A man with a red bag."));
        QCOMPARE(exported.findings.size(), 1U);
        QVERIFY(QString::fromUtf8(exported.findings[0].message.what()).contains("etc/passwd"));
    }

    void whatIsExportedComesBackTheSame_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("toy data set") << QString::fromStdString(kTiny);
        QTest::newRow("demo data set") << QString::fromStdString(kDemo);
    }

    void whatIsExportedComesBackTheSame() {
        QFETCH(QString, file);
        const fs::path original = file.toStdString();
        const std::string before = test::contentOf(original);
        const test::Folder folder;
        const Dataset dataset = readDataset(original);
        const CurrentVerdicts verdicts(reviewOf(dataset, 5));
        const ExportReport report = exportReview(
            {.dataset = original, .folder = folder / "export", .images = {}}, verdicts);
        const auto files = filesIn(folder / "export");
        QCOMPARE(files.size(), 5U);
        QCOMPARE(report.datasetHash, sha256Hex(files.at(original.filename())));
        QCOMPARE(report.pairsHash, sha256Hex(files.at("pairs.jsonl")));
        QVERIFY(report.numEdited > 0 && report.numRemoved > 0 && report.numDisputed > 0);

        // A table says everything, Label Studio's tasks all but what the desk looked like.
        const auto from = [&](std::vector<Decision> decisions) {
            static int number = 0;
            const fs::path again = folder / std::to_string(++number);
            exportReview({.dataset = original, .folder = again, .images = {}},
                         CurrentVerdicts(newDecisions(std::move(decisions), {})));
            return filesIn(again);
        };
        std::vector<Decision> table;
        for (TableRow& row : parseDecisionTable(files.at("decisions.csv"), "decisions.csv")) {
            QVERIFY(row.hasPair);
            table.push_back(std::move(row.decision));
        }
        QCOMPARE(from(table), files);
        auto fromTasks =
            from(parseLabelStudioTasks(files.at("label-studio.json"), "label-studio.json"));
        QVERIFY(fromTasks.erase("decisions.csv") == 1);
        auto others = files;
        others.erase("decisions.csv");
        QCOMPARE(fromTasks, others);
        // pairs.jsonl holds the outcome only.
        const auto fromPairs = from(readVerdictFile(folder / "export/pairs.jsonl", dataset));
        QCOMPARE(fromPairs.at("pairs.jsonl"), files.at("pairs.jsonl"));
        QCOMPARE(fromPairs.at(original.filename()), files.at(original.filename()));

        // The new files fit each other, and the old one is as it was.
        const Dataset reviewed = readDataset(report.dataset);
        QCOMPARE(reviewed.records.size(), dataset.records.size());
        QCOMPARE(readPairVerdicts(folder / "export/pairs.jsonl", reviewed).size(), report.numPairs);
        QCOMPARE(test::contentOf(original), before);
        QVERIFY(from({}).at(original.filename()) == before);
    }

    void aPictureUnderTwoPathsHasItsVerdictsUnderBoth() {
        const Twins twins;
        const ExportReport report =
            twins.exportTo("out", {twins.on("2.png", "3.png", "He stands.", Verdict::Weak)});
        QCOMPARE(twins.linesOf("out"),
                 (std::vector<std::string>{"1.png, 3.png: He stands. weak",
                                           "2.png, 3.png: He stands. weak"}));
        QCOMPARE(report.numPairs, 2U);
        // It was decided once.
        QCOMPARE(parseDecisionTable(test::contentOf(twins.folder / "out/decisions.csv"), "").size(),
                 1U);
        QCOMPARE(json::parse(test::contentOf(twins.folder / "out/label-studio.json")).size(), 1U);
    }

    void editsAndRemovalsHoldUnderBothPathsOfAPicture() {
        const Twins twins;
        Decision edited = twins.on("2.png", "2.png", "He walks.", Verdict::Strong);
        edited.edited = "He strolls.";
        const ExportReport report =
            twins.exportTo("out",
                           {edited,
                            twins.on("2.png", "1.png", "A man.", Verdict::Reject),
                            twins.on("1.png", "1.png", "Red.", Verdict::Strong)});
        QCOMPARE(twins.linesOf("out"),
                 (std::vector<std::string>{"1.png, 1.png: A man. reject",
                                           "1.png, 1.png: He walks. strong",
                                           "1.png, 1.png: Red. strong",
                                           "2.png, 1.png: A man. reject",
                                           "2.png, 1.png: Red. strong",
                                           "2.png, 2.png: He walks. strong"}));
        const Dataset reviewed = readDataset(report.dataset);
        QCOMPARE(reviewed.records[0].captions, (std::vector<std::string>{"He strolls.", "Red."}));
        QCOMPARE(reviewed.records[1].captions,
                 (std::vector<std::string>{"He strolls.", "A coat."}));
        QCOMPARE(report.numEdited, 2U);
        QCOMPARE(report.numRemoved, 1U);
    }

    void verdictsUnderTwoPathsComeBackTheSame() {
        const Twins twins;
        Decision edited = twins.on("1.png", "1.png", "He walks.", Verdict::Weak);
        edited.edited = "He strolls.";
        twins.exportTo("out",
                       {edited,
                        twins.on("2.png", "1.png", "A man.", Verdict::Reject),
                        twins.on("1.png", "3.png", "A bag.", Verdict::Unsure)});
        const auto files = filesIn(twins.folder / "out");
        const Dataset dataset = readDataset(twins.file);
        auto read = readVerdictFile(twins.folder / "out/pairs.jsonl", dataset);
        QCOMPARE(read.size(), 6U);
        std::vector<Decision> imported = newDecisions(std::move(read), {});
        QCOMPARE(imported.size(), 3U);
        twins.exportTo("from pairs", std::move(imported));
        QCOMPARE(filesIn(twins.folder / "from pairs").at("pairs.jsonl"), files.at("pairs.jsonl"));
        QCOMPARE(filesIn(twins.folder / "from pairs").at("train.json"), files.at("train.json"));
        std::vector<Decision> table;
        for (TableRow& row : parseDecisionTable(files.at("decisions.csv"), "")) {
            table.push_back(std::move(row.decision));
        }
        twins.exportTo("from table", newDecisions(std::move(table), {}));
        QCOMPARE(filesIn(twins.folder / "from table"), files);
    }

    void labelStudioTasksHaveItsPublishedShape() {
        const CurrentVerdicts verdicts(reviewOf(test::twoPeople(), 3));
        const auto index =
            std::make_shared<const PairIndex>(std::make_shared<const Dataset>(test::twoPeople()),
                                              PairIndex::Options{.includeOwn = true});
        const ExportedVerdicts exported = exportedVerdicts(verdicts, PairIds(index, {}));
        const json tasks = json::parse(labelStudioTasks(exported.decisions));
        QVERIFY(tasks.is_array() && !tasks.empty());
        const std::string config = labelStudioConfig();
        std::set<std::string> ids;
        for (const json& task : tasks) {
            QVERIFY(task.at("id").is_number_unsigned());
            // Every value that the configuration shows is in the data.
            for (const char* shown : {"image", "source_image", "caption"}) {
                QVERIFY(task.at("data").at(shown).is_string());
                QVERIFY(config.find(std::string("$") + shown + "\"") != config.npos);
            }
            QVERIFY(task.at("predictions").is_array());
            QVERIFY(!task.at("annotations").empty());
            for (const json& annotation : task.at("annotations")) {
                QVERIFY(annotation.at("was_cancelled").is_boolean());
                QVERIFY(annotation.at("ground_truth").is_boolean());
                QVERIFY(annotation.at("lead_time").is_number());
                const auto time = annotation.at("created_at").get<std::string>();
                QVERIFY(QDateTime::fromString(QString::fromStdString(time), Qt::ISODateWithMs)
                            .isValid());
                for (const json& result : annotation.at("result")) {
                    QVERIFY(ids.insert(result.at("id").get<std::string>()).second);
                    const auto control = result.at("from_name").get<std::string>();
                    const auto type = result.at("type").get<std::string>();
                    const bool isChoice = type == "choices";
                    QVERIFY(isChoice || type == "textarea");
                    const json& value = result.at("value");
                    QCOMPARE(value.size(), 1U);
                    QVERIFY(value.at(isChoice ? "choices" : "text").is_array());
                    const std::string tag = (isChoice ? "<Choices name=\"" : "<TextArea name=\"") +
                                            control + "\" toName=\"" +
                                            result.at("to_name").get<std::string>() + "\"";
                    QVERIFY2(config.find(tag) != config.npos, tag.c_str());
                    if (!isChoice) continue;
                    for (const json& choice : value.at("choices")) {
                        const std::string known =
                            "<Choice value=\"" + choice.get<std::string>() + "\"/>";
                        QVERIFY2(config.find(known) != config.npos, known.c_str());
                    }
                }
            }
        }
        QXmlStreamReader xml(QString::fromStdString(config));
        while (!xml.atEnd()) xml.readNext();
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    }

    void theDataSetsOwnFolderIsRefused() {
        const Handmade handmade;
        const auto refuses = [&](const fs::path& folder) {
            try {
                exportReview({.dataset = handmade.file, .folder = folder, .images = {}}, {});
                return false;
            } catch (const Error& error) {
                return error.code() == ErrorCode::InvalidInput;
            }
        };
        QVERIFY(refuses(handmade.folder.path));
        QVERIFY(refuses(handmade.folder.path / "."));
        fs::create_directory(handmade.folder / "full");
        test::write(handmade.folder / "full/x", "x");
        QVERIFY(refuses(handmade.folder / "full"));
        QCOMPARE(test::contentOf(handmade.file), std::string(kHandmade));
        // An export that fails leaves nothing.
        QCOMPARE(filesIn(handmade.folder / "full").size(), 1U);
        test::write(handmade.folder / "pairs.jsonl", kHandmade);
        QVERIFY_THROWS_EXCEPTION(Error,
                                 exportReview({.dataset = handmade.folder / "pairs.jsonl",
                                               .folder = handmade.folder / "new",
                                               .images = {}},
                                              {}));
        QVERIFY(!fs::exists(handmade.folder / "new"));
    }

    void missingImagesAndRepetitionsAreReportedByRecord() {
        const test::Folder folder;
        test::write(folder / "a.json",
                    R"([{"id": 1, "file_path": "a.png", "captions": ["He."], "split": "train"},)"
                    R"({"id": 1, "file_path": "b.png", "captions": ["He."], "split": "train"}])");
        test::write(folder / "a.png", "x");
        const ExportReport report = exportReview(
            {.dataset = folder / "a.json", .folder = folder / "out", .images = folder.path}, {});
        QCOMPARE(report.findings.size(), 2U);
        for (const Finding& finding : report.findings) QCOMPARE(finding.record, std::size_t{1});
        // A path that leaves the folder is refused with its record.
        test::write(folder / "b.json",
                    R"([{"id": 1, "file_path": "../b.png", "captions": ["He."]}])");
        try {
            exportReview({.dataset = folder / "b.json", .folder = folder / "out2", .images = {}},
                         {});
            QFAIL("it was taken");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains("record 0"), error.what());
        }
    }
};

QTEST_APPLESS_MAIN(TestReviewExport)
#include "tst_review_export.moc"
