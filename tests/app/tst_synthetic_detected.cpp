// Whether rendered pedestrians look like people to somebody who never saw one of them: a detector
// trained on photographs. Wants a character pack with models/yolox_nano.onnx in it, which is not
// part of the sources: skipped where DESCRY_CHARACTER_PACK names none.

#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <vector>

#include "tests/app/person_detector.h"

namespace descry {
namespace {

namespace fs = std::filesystem;

constexpr int kNumPeople = 100;
constexpr int kImagesPerPerson = 3;
constexpr int kSeed = 90210;
constexpr int kRenderTimeoutMs = 900'000;

constexpr float kMinScore = 0.5F;
constexpr double kMinShareSeen = 0.95;
/// The crop's height in the detector's picture, of the picture's: a person as in a photograph of
/// one, with ground for the detector to see where the crop ends.
constexpr double kCropHeight = 0.8;
/// Of the crop's height, of a find that counts: passers-by on the ground behind do not.
constexpr double kMinPersonHeight = 0.5;

constexpr int kNumGroundsPerPanorama = 100;
constexpr double kMaxShareOfGrounds = 0.02;
constexpr int kGroundWidth = 300;  // Pixels of an 8192 x 4096 panorama: a person some metres away.
constexpr int kGroundHeight = 900;

std::vector<fs::path> filesUnder(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// The crop in the middle of a grey square of the detector's size.
cv::Mat sceneOf(const cv::Mat& crop) {
    constexpr int kSize = PersonDetector::kInputSize;
    const double scale =
        std::min(kCropHeight * kSize / crop.rows, static_cast<double>(kSize) / crop.cols);
    const cv::Size size(std::min(cvRound(crop.cols * scale), kSize), cvRound(crop.rows * scale));
    const cv::Point corner((kSize - size.width) / 2, (kSize - size.height) / 2);
    cv::Mat scene(kSize, kSize, CV_8UC3, cv::Scalar::all(PersonDetector::kPaddingGrey));
    const auto method = scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR;
    cv::resize(crop, scene(cv::Rect(corner, size)), size, 0, 0, method);
    return scene;
}

}  // namespace

class TestSyntheticDetected : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void aDetectorSeesRenderedPeople();
    void aDetectorSeesNobodyInEmptyStreets();

  private:
    bool seesPerson(const cv::Mat& crop);

    fs::path m_pack;
    QTemporaryDir m_folder;
    std::optional<PersonDetector> m_detector;
};

bool TestSyntheticDetected::seesPerson(const cv::Mat& crop) {
    const auto people = m_detector->detect(sceneOf(crop), kMinScore);
    return std::any_of(people.begin(), people.end(), [](const DetectedPerson& person) {
        const double least = kMinPersonHeight * kCropHeight * PersonDetector::kInputSize;
        return person.box.height >= least;
    });
}

void TestSyntheticDetected::initTestCase() {
    m_pack = qEnvironmentVariable("DESCRY_CHARACTER_PACK").toStdString();
    if (m_pack.empty()) QSKIP("DESCRY_CHARACTER_PACK names no character pack");
    const fs::path network = m_pack / "models" / "yolox_nano.onnx";
    if (!fs::exists(network)) QSKIP("the character pack has no models/yolox_nano.onnx");
    m_detector.emplace(network);
}

void TestSyntheticDetected::aDetectorSeesRenderedPeople() {
    const QString out = m_folder.filePath("rendered");
    QProcess program;
    program.start(DESCRY_DEMO_DATA,
                  {QString::fromStdString(m_pack.string()),
                   "--out",
                   out,
                   "--people",
                   QString::number(kNumPeople),
                   "--min-images",
                   QString::number(kImagesPerPerson),
                   "--max-images",
                   QString::number(kImagesPerPerson),
                   "--seed",
                   QString::number(kSeed),
                   "--no-masks"});
    QVERIFY(program.waitForFinished(kRenderTimeoutMs));
    QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());

    const std::vector<fs::path> crops = filesUnder(fs::path(out.toStdString()) / "imgs");
    QCOMPARE(crops.size(), std::size_t{kNumPeople} * kImagesPerPerson);
    QStringList unseen;
    for (const fs::path& file : crops) {
        const cv::Mat crop = cv::imread(file.string());
        QVERIFY2(!crop.empty(), file.c_str());
        if (!seesPerson(crop)) unseen << QString::fromStdString(file.filename().string());
    }
    const double share = 1 - static_cast<double>(unseen.size()) / static_cast<double>(crops.size());
    const QString message = QString("a person seen in %1 % of %2 crops (seed %3), not in: %4")
                                .arg(100 * share, 0, 'f', 1)
                                .arg(crops.size())
                                .arg(kSeed)
                                .arg(unseen.join(' '));
    qInfo("%s", qPrintable(message));
    QVERIFY2(share >= kMinShareSeen, qPrintable(message));
}

/// Else the share above would say nothing.
void TestSyntheticDetected::aDetectorSeesNobodyInEmptyStreets() {
    cv::RNG random(kSeed);
    int numGrounds = 0;
    int numSeen = 0;
    for (const fs::path& file : filesUnder(m_pack / "backgrounds")) {
        const cv::Mat panorama = cv::imread(file.string());
        QVERIFY2(!panorama.empty(), file.c_str());
        const int horizon = panorama.rows / 2;
        for (int i = 0; i < kNumGroundsPerPanorama; ++i, ++numGrounds) {
            const int x = random.uniform(0, panorama.cols - kGroundWidth);
            const int y = horizon - random.uniform(0, kGroundHeight / 2);
            const cv::Rect ground(x, y, kGroundWidth, kGroundHeight);
            numSeen += seesPerson(panorama(ground)) ? 1 : 0;
        }
    }
    QVERIFY(numGrounds > 0);
    qInfo("a person seen in %d of %d empty grounds", numSeen, numGrounds);
    QVERIFY(numSeen <= kMaxShareOfGrounds * numGrounds);
}

}  // namespace descry

QTEST_GUILESS_MAIN(descry::TestSyntheticDetected)
#include "tst_synthetic_detected.moc"
