#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <iterator>
#include <set>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/dataset/dataset_check.h"
#include "core/synthetic/generate.h"
#include "core/vision/decode.h"

namespace descry::synthetic {
namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::set<fs::path> filesOf(const fs::path& folder) {
    std::set<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.insert(entry.path().lexically_relative(folder));
    }
    return files;
}

std::optional<Error> problemOf(const fs::path& image) {
    try {
        readImage(image);
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

}  // namespace

class TestGenerate : public QObject {
    Q_OBJECT
    QTemporaryDir m_temporary;
    fs::path m_folder{m_temporary.path().toStdString()};

    GenerateOptions options(const std::string& out) const {
        GenerateOptions options;
        options.pack = qEnvironmentVariable("DESCRY_CHARACTER_PACK").toStdString();
        options.out = m_folder / out;
        options.people = 12;
        options.valPeople = 2;
        options.testPeople = 3;
        options.seed = 21;
        return options;
    }

  private slots:
    void init() {
        if (qEnvironmentVariableIsEmpty("DESCRY_CHARACTER_PACK")) {
            QSKIP("DESCRY_CHARACTER_PACK names no character pack");
        }
    }

    void dataSetIsSoundAndItsSplitsShareNobody() {
        const GenerateReport report = generateDataset(options("sound"));
        const fs::path out = m_folder / "sound";
        const DatasetReport checked = checkDatasetFile(
            out / "reid_raw.json", out, [](const fs::path& file) { return problemOf(file); });
        for (const Finding& finding : checked.findings) qWarning("%s", finding.message.what());
        QVERIFY(checked.findings.empty());
        QCOMPARE(checked.dataset.records.size(), report.images);
        QCOMPARE(checked.dataset.numPeople(), 12U);
        std::map<std::int64_t, std::set<Split>> splits;
        for (const DatasetRecord& record : checked.dataset.records) {
            QCOMPARE(record.captions.size(), 2U);
            splits[record.personId].insert(record.split.value());
        }
        std::map<Split, int> people;
        for (const auto& [person, in] : splits) {
            QCOMPARE(in.size(), 1U);
            ++people[*in.begin()];
        }
        QCOMPARE(people[Split::Val], 2);
        QCOMPARE(people[Split::Test], 3);
    }

    void masksHaveThePicturesSizes() {
        generateDataset(options("masks"));
        int compared = 0;
        for (const fs::path& file : filesOf(m_folder / "masks" / "imgs")) {
            const fs::path mask = (m_folder / "masks" / "masks" / file).replace_extension(".png");
            QVERIFY2(fs::exists(mask), mask.c_str());
            const RgbImage picture = readImage(m_folder / "masks" / "imgs" / file).image;
            const RgbImage labels = readImage(mask).image;
            QCOMPARE(labels.width, picture.width);
            QCOMPARE(labels.height, picture.height);
            ++compared;
        }
        QVERIFY(compared > 30);
    }

    void sameSeedGivesTheSameBytesOnAnyNumberOfThreads() {
        GenerateOptions first = options("threads1");
        first.threads = 1;
        GenerateOptions second = options("threads3");
        second.threads = 3;
        generateDataset(first);
        generateDataset(second);
        const auto files = filesOf(first.out);
        QVERIFY(files == filesOf(second.out));
        for (const fs::path& file : files) {
            if (file == "summary.json") continue;  // Says how long it took.
            QVERIFY2(bytesOf(first.out / file) == bytesOf(second.out / file), file.c_str());
        }
    }

    void anotherSeedGivesOtherPictures() {
        GenerateOptions other = options("other");
        other.seed = 22;
        generateDataset(options("one"));
        generateDataset(other);
        QVERIFY(bytesOf(m_folder / "one" / "reid_raw.json") !=
                bytesOf(m_folder / "other" / "reid_raw.json"));
    }

    void aStopLeavesNothing() {
        std::stop_source stop;
        stop.request_stop();
        const fs::path alone = m_folder / "alone";
        fs::create_directory(alone);
        QVERIFY_EXCEPTION_THROWN(generateDataset(options("alone/stopped"), {}, stop.get_token()),
                                 Error);
        QVERIFY(fs::is_empty(alone));
    }

    void badOptionsAreNamed() {
        GenerateOptions bad = options("bad");
        bad.testPeople = 11;
        try {
            generateDataset(bad);
            QFAIL("accepted");
        } catch (const Error& error) {
            QCOMPARE(error.code(), ErrorCode::InvalidInput);
        }
    }
};

}  // namespace descry::synthetic

QTEST_APPLESS_MAIN(descry::synthetic::TestGenerate)
#include "tst_generate.moc"
