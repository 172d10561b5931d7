#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <fstream>

#include "core/base/error.h"
#include "core/dataset/dataset_check.h"

using namespace descry;

namespace {

constexpr auto kFaulty = R"([
 {"id": 1, "file_path": "a.jpg", "captions": ["one"], "split": "train"},
 {"id": 1, "file_path": "b.jpg", "captions": ["one", ""], "split": "train"},
 {"id": 2, "file_path": "../b.jpg", "captions": ["one"], "split": "holdout"},
 {"id": 3, "file_path": "c.jpg", "captions": ["one"], "split": "test"},
 {"id": 1, "file_path": "d.jpg", "captions": ["one"], "split": "test"},
 {"id": 3, "file_path": "c.jpg", "captions": ["two"], "split": "test"},
 17
])";

Dataset soundDataset() {
    Dataset dataset;
    dataset.file = "records.json";
    dataset.records = {{1, "a.jpg", {"one"}, Split::Train},
                       {2, "b.jpg", {"two"}, Split::Test},
                       {3, "c.jpg", {"three"}, Split::Test}};
    return dataset;
}

QStringList shown(const std::vector<Finding>& findings) {
    QStringList lines;
    for (const Finding& finding : findings) {
        lines << QString::fromUtf8(describeFinding("records.json", finding).what());
    }
    return lines;
}

}  // namespace

class TestDatasetCheck : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    std::filesystem::path write(const char* name, const std::string& text) const {
        std::ofstream(folder() / name, std::ios::binary) << text;
        return folder() / name;
    }

  private slots:
    void findsNothingInASoundDataset() { QVERIFY(checkDataset(soundDataset()).empty()); }

    void listsEveryFaultWithItsRecord() {
        const DatasetReport report = checkDatasetFile(write("faulty.json", kFaulty));
        std::vector<std::size_t> records;
        for (const Finding& finding : report.findings) records.push_back(finding.record.value());
        const std::vector<std::size_t> expected = {1, 2, 2, 4, 5, 6};
        QVERIFY2(records == expected, qPrintable(shown(report.findings).join('\n')));
        QVERIFY(report.hasErrors());
        QCOMPARE(report.dataset.records.size(), std::size_t{4});
    }

    void takesARepeatedImageOfOnePersonForOddOnly() {
        Dataset dataset = soundDataset();
        dataset.records[2] = {2, "b.jpg", {"again"}, Split::Test};
        const auto findings = checkDataset(dataset);
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].severity, Severity::Warning);
        QVERIFY(findings[0].record == 2);
    }

    void findsARepeatedImageUnderAnotherSpelling() {
        Dataset dataset = soundDataset();
        dataset.records[2] = {2, "imgs/./b.jpg", {"again"}, Split::Test};
        const auto findings = checkDataset(dataset);
        QCOMPARE(findings.size(), std::size_t{1});
        QCOMPARE(findings[0].severity, Severity::Warning);
        dataset.records[2].personId = 3;
        QCOMPARE(checkDataset(dataset).front().severity, Severity::Error);
    }

    void checksRecordsMadeInMemory() {
        Dataset dataset = soundDataset();
        dataset.records[0].imagePath = "../a.jpg";
        dataset.records[1].captions = {};
        dataset.records[2].captions = {"three", "  "};
        const auto findings = checkDataset(dataset);
        QCOMPARE(findings.size(), std::size_t{3});
        QVERIFY(findings[0].record == 0 && findings[1].record == 1 && findings[2].record == 2);
        QCOMPARE(checkDataset(Dataset{}).size(), std::size_t{1});
    }

    void namesImagesThatAreMissingOrCannotBeUsed() {
        const std::filesystem::path images = folder() / "images";
        std::filesystem::create_directories(images / "imgs");
        std::filesystem::create_directories(images / "c.jpg");
        std::ofstream(images / "imgs" / "b.jpg");
        const auto findings = checkDataset(soundDataset(), images);
        const QString lines = shown(findings).join('\n');
        QCOMPARE(findings.size(), std::size_t{3});
        QVERIFY2(lines.contains("record 0: image") && lines.contains("no such file"),
                 qPrintable(lines));
        QVERIFY2(lines.contains("record 1: image") && lines.contains("empty"), qPrintable(lines));
        QVERIFY2(lines.contains("record 2: image") && lines.contains("not a file"),
                 qPrintable(lines));
    }

    void asksTheProbeAboutEachImageOnce() {
        const std::filesystem::path images = folder() / "probed";
        std::filesystem::create_directories(images);
        for (const char* name : {"a.jpg", "b.jpg", "c.jpg"}) std::ofstream(images / name) << "x";
        Dataset dataset = soundDataset();
        dataset.records.push_back({3, "c.jpg", {"again"}, Split::Test});
        std::vector<std::string> asked;
        const ImageProbe probe = [&](const auto& path) -> std::optional<Error> {
            asked.push_back(path.filename().string());
            if (asked.back() == "b.jpg") return Error(ErrorCode::CorruptFile, "cut");
            return std::nullopt;
        };
        const auto findings = checkDataset(dataset, images, probe);
        QVERIFY(asked == (std::vector<std::string>{"a.jpg", "b.jpg", "c.jpg"}));
        const auto numErrors = std::ranges::count(findings, Severity::Error, &Finding::severity);
        QCOMPARE(numErrors, 1);
        QVERIFY(shown(findings)[0].contains("record 1: image") &&
                shown(findings)[0].endsWith("cut"));
    }

    void stopsListingAtAThousandFaults() {
        std::string text = "[";
        for (int i = 0; i < 5000; ++i) text += "{},";
        text += "{}]";
        const DatasetReport report = checkDatasetFile(write("hopeless.json", text));
        QCOMPARE(report.findings.size(), std::size_t{1000});
    }

    void cannotCheckWhatIsNoListOfRecords() {
        QVERIFY_EXCEPTION_THROWN(checkDatasetFile(write("object.json", "{\"a\": 1}")), Error);
        QVERIFY_EXCEPTION_THROWN(checkDatasetFile(folder() / "absent.json"), Error);
    }
};

QTEST_GUILESS_MAIN(TestDatasetCheck)
#include "tst_dataset_check.moc"
