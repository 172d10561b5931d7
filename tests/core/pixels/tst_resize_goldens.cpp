#include <QtTest>
#include <nlohmann/json.hpp>

#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/pixels/normalise.h"
#include "core/pixels/resize.h"
#include "core/tensorfile/tensor_file.h"
#include "core/vision/decode.h"
#include "tests/support/conformance_folder.h"

using namespace descry;

namespace {

std::filesystem::path resizeFolder() {
    return conformanceFolder() / "resize";
}

template <typename Value>
QString hashOf(const std::vector<Value>& values) {
    return QString::fromStdString(sha256Hex(std::as_bytes(std::span(values))));
}

std::vector<std::byte> tensorBytes(const TensorFile& file, const std::string& name) {
    const TensorEntry* entry = file.find(name);
    return entry == nullptr ? std::vector<std::byte>() : file.read(*entry);
}

std::vector<float> normalised(const RgbImage& image) {
    std::vector<float> values(image.samples.size());
    normalise(image, values);
    return values;
}

}  // namespace

class TestResizeGoldens : public QObject {
    Q_OBJECT

    nlohmann::json m_facts;
    std::unique_ptr<TensorFile> m_tensors;

    nlohmann::json caseOf(const QString& file) const {
        for (const auto& entry : m_facts["cases"]) {
            if (entry["file"] == file.toStdString()) return entry;
        }
        return {};
    }

    std::string fileNamed(const std::string& name) const {
        for (const auto& entry : m_facts["cases"]) {
            const auto file = entry["file"].get<std::string>();
            if (file.starts_with(name + ".")) return file;
        }
        return {};
    }

    static QString text(const nlohmann::json& entry, const char* key) {
        return QString::fromStdString(entry.value(key, std::string("absent")));
    }

    void addFiles() const {
        QTest::addColumn<QString>("file");
        for (const auto& entry : m_facts["cases"]) {
            const auto file = entry["file"].get<std::string>();
            QTest::newRow(file.c_str()) << QString::fromStdString(file);
        }
    }

  private slots:
    void initTestCase() {
        m_facts = readJsonFile(resizeFolder() / "resize.json");
        m_tensors = openTensorFile(resizeFolder() / "resize.safetensors");
        QVERIFY(!m_facts["cases"].empty());
    }

    void decodesAsTheReference_data() { addFiles(); }
    void decodesAsTheReference() {
        QFETCH(QString, file);
        const auto entry = caseOf(file);
        const DecodedImage decoded = readImage(resizeFolder() / file.toStdString());
        QCOMPARE(decoded.image.width, entry["width"].get<int>());
        QCOMPARE(decoded.image.height, entry["height"].get<int>());
        const auto& orientation = entry["exif_orientation"];
        QCOMPARE(decoded.exifOrientation, orientation.is_null() ? 1 : orientation.get<int>());
        // Debian's libjpeg-turbo gives the reference's values, so JPEG is held to equality too.
        QCOMPARE(hashOf(decoded.image.samples), text(entry, "decoded_rgb_sha256"));
        QCOMPARE(decoded.warnings.empty(), !file.startsWith("truncated"));
    }

    void resizesAsTheReference_data() { addFiles(); }
    void resizesAsTheReference() {
        QFETCH(QString, file);
        const auto entry = caseOf(file);
        const RgbImage image = readImage(resizeFolder() / file.toStdString()).image;
        const RgbImage small = resizeBicubic(image, 64, 64);
        const RgbImage large = resizeBicubic(image, 384, 384);
        QCOMPARE(hashOf(small.samples), text(entry, "u8_64_sha256"));
        QCOMPARE(hashOf(large.samples), text(entry, "u8_384_sha256"));
        QCOMPARE(hashOf(normalised(small)), text(entry, "float_64_sha256"));
        QCOMPARE(hashOf(normalised(large)), text(entry, "float_384_sha256"));
    }

    void resizesFromTheReferencesOwnPixels() {
        int numFiles = 0;
        for (const auto& entry : m_facts["cases"]) {
            const auto file = entry["file"].get<std::string>();
            const std::string name = file.substr(0, file.rfind('.'));
            const auto decoded = tensorBytes(*m_tensors, name + ".decoded");
            if (decoded.empty()) continue;
            RgbImage image{entry["width"], entry["height"], {}};
            for (const std::byte sample : decoded) {
                image.samples.push_back(std::to_integer<std::uint8_t>(sample));
            }
            const RgbImage small = resizeBicubic(image, 64, 64);
            const auto wanted = tensorBytes(*m_tensors, name + ".u8_64");
            QVERIFY2(std::ranges::equal(std::as_bytes(std::span(small.samples)), wanted),
                     file.c_str());
            ++numFiles;
        }
        QVERIFY(numFiles > 0);
    }

    void keepsTheStoredFloats() {
        int numTensors = 0;
        for (const TensorEntry& entry : m_tensors->tensors()) {
            const auto suffix = entry.name.find(".float_64");
            if (suffix == std::string::npos) continue;
            const std::string name = entry.name.substr(0, suffix);
            std::vector<float> values(static_cast<std::size_t>(entry.numElements()));
            preprocess(readImage(resizeFolder() / fileNamed(name)).image, 64, values);
            QVERIFY2(values == m_tensors->readFloats(entry), name.c_str());
            ++numTensors;
        }
        QVERIFY(numTensors > 0);
    }

    void normalisesEveryByteAsTheReference() {
        const auto file = openTensorFile(resizeFolder() / "normalise_lut.safetensors");
        QCOMPARE(file->tensors().size(), std::size_t{1});
        RgbImage image{256, 1, {}};
        for (int byte = 0; byte < 256; ++byte) {
            image.samples.insert(image.samples.end(), 3, static_cast<std::uint8_t>(byte));
        }
        QVERIFY(normalised(image) == file->readFloats(file->tensors().front()));
    }
};

QTEST_GUILESS_MAIN(TestResizeGoldens)
#include "tst_resize_goldens.moc"
