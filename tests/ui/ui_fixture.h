#pragma once
/// The parts of the program around a window, as app/descry puts them together, in a temporary
/// folder, with a fake model and answers instead of dialogs. Thread rule: test code.

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/gallery/gallery.h"
#include "core/model/checkpoint_import.h"
#include "core/pixels/image.h"
#include "core/vision/thumbnail.h"
#include "tests/support/fake_rasa_model.h"
#include "tests/support/noise_picture.h"
#include "tests/support/patience.h"
#include "ui/common/application_context.h"
#include "ui/common/text.h"

namespace descry::test {

/// Answers questions for paths with what was given beforehand.
class AnsweringPrompts final : public Prompts {
  public:
    std::filesystem::path path;
    std::vector<std::filesystem::path> files;
    PathQuestion last;  ///< What was asked.
    int numAsked = 0;

    void askPath(QWidget&, const PathQuestion& question, Answer answer) override {
        ++numAsked;
        last = question;
        if (!path.empty()) answer(path);
    }
    void askFiles(QWidget&, const PathQuestion& question, FilesAnswer answer) override {
        ++numAsked;
        last = question;
        if (!files.empty()) answer(files);
    }
};

/// A model for any bundle: the config is the bundle's, the arithmetic the fake's.
inline std::shared_ptr<RasaModel> loadFakeModel(const std::shared_ptr<const Bundle>&,
                                                const DeviceRequest&) {
    return std::make_shared<FakeRasaModel>();
}

/// As core's findDevice on a computer without CUDA.
inline DeviceStatus findFakeDevice(const DeviceRequest& request) {
    using Kind = DeviceRequest::Kind;
    if (request.kind == Kind::Cuda) fail(ErrorCode::Device, "CUDA was asked for: no CUDA device");
    DeviceStatus status;
    status.name = "CPU";
    status.reason = Error(ErrorCode::Device,
                          request.kind == Kind::Cpu ? "the CPU was asked for" : "no CUDA device");
    return status;
}

/// A bundle folder made of the tiny checkpoint.
inline std::filesystem::path makeBundle(const std::filesystem::path& folder,
                                        const std::string& name = "tiny") {
    const std::filesystem::path tiny =
        std::filesystem::path(DESCRY_TEST_DATA) / "conformance" / "tiny";
    std::filesystem::create_directories(folder);
    ImportOptions options;
    options.vocabFile = tiny / "vocab.txt";
    options.config = tiny / "config.json";
    importCheckpoint(tiny / "checkpoint.pth", folder / name, options);
    return folder / name;
}

/// The same network stored in half precision: another fingerprint.
inline std::filesystem::path makeOtherBundle(const std::filesystem::path& folder) {
    const std::filesystem::path tiny =
        std::filesystem::path(DESCRY_TEST_DATA) / "conformance" / "tiny";
    ImportOptions options;
    options.vocabFile = tiny / "vocab.txt";
    options.config = tiny / "config.json";
    options.weightType = WeightType::F16;
    importCheckpoint(tiny / "checkpoint.pth", folder / "half", options);
    return folder / "half";
}

/// A JPEG of one colour.
inline std::vector<std::byte> makeThumbnailOf(std::uint8_t grey, int width, int height) {
    RgbImage image;
    image.width = width;
    image.height = height;
    image.samples.assign(static_cast<std::size_t>(3 * width * height), grey);
    return makeThumbnail(image, std::max(width, height));
}

struct UiParts {
    /// A home that outlives them is found again by the next ones, as the next start of the program
    /// finds it; empty: a folder of their own.
    explicit UiParts(ModelLoader itsLoader = &loadFakeModel,
                     DeviceFinder itsFinder = &findFakeDevice,
                     const std::filesystem::path& home = {})
        : loader(std::move(itsLoader)),
          finder(std::move(itsFinder)),
          folder(home.empty() ? std::filesystem::path(temporary.path().toStdString()) : home) {}

    ModelLoader loader;
    DeviceFinder finder;
    QTemporaryDir temporary;
    std::filesystem::path folder;
    Settings settings{qtPath(folder / "settings.ini")};
    Theme theme;
    Messages messages;
    Background background;
    JobSignals jobs;
    Workbench workbench{{background, jobs, messages, loader, finder, folder / "data"}};
    ThumbnailCache thumbnails;
    AnsweringPrompts prompts;
    ApplicationContext context{
        settings, theme, messages, background, jobs, workbench, thumbnails, prompts, folder};

    /// A folder of `count` noise pictures.
    std::filesystem::path makePictures(const std::string& name, int count) const {
        const std::filesystem::path pictures = folder / name;
        std::filesystem::create_directories(pictures);
        for (int i = 0; i < count; ++i) {
            writePicture(pictures / ("picture" + std::to_string(i) + ".bmp"),
                         static_cast<std::uint64_t>(i));
        }
        return pictures;
    }

    /// An empty gallery file.
    std::filesystem::path makeGallery(const std::string& name) const {
        const std::filesystem::path file = folder / (name + ".descry");
        Gallery::create(file);
        return file;
    }

    std::filesystem::path makeBroken(const std::string& name) const {
        const std::filesystem::path file = folder / name;
        std::ofstream(file) << "this is no gallery and no model";
        return file;
    }
};

}  // namespace descry::test
