#include <QFontDatabase>
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/waiting.h"
#include "core/gallery/gallery.h"
#include "core/vision/decode.h"
#include "tests/support/fake_rasa_model.h"
#include "tests/support/noise_picture.h"
#include "tests/ui/gui_thread_guard.h"

using namespace descry;
using namespace descry::test;

namespace {

std::vector<std::string> g_waits;

void note(const char* what) {
    g_waits.emplace_back(what);
}

bool contains(const std::vector<std::string>& waits, std::string_view what) {
    return std::find(waits.begin(), waits.end(), what) != waits.end();
}

/// Does something while an event is delivered to it, and keeps what was told of it.
class Doer final : public QObject {
  public:
    explicit Doer(std::function<void()> act) : m_act(std::move(act)) {}

    static std::vector<std::string> waitsOf(std::function<void()> act) {
        Doer doer(std::move(act));
        g_waits.clear();
        QEvent event(QEvent::User);
        QCoreApplication::sendEvent(&doer, &event);
        return g_waits;
    }

    bool event(QEvent*) override {
        isGuarded = detail::waitGuard != nullptr;
        const WaitGuard before = setWaitGuard(&note);
        m_act();
        setWaitGuard(before);
        return true;
    }

    static inline bool isGuarded = false;

  private:
    std::function<void()> m_act;
};

}  // namespace

class tst_GuiThreadGuard : public QObject {
    Q_OBJECT

  private slots:
    void watchesWhileAnEventIsDelivered() {
        Doer::isGuarded = false;
        QVERIFY(Doer::waitsOf([] {}).empty());
        QVERIFY(Doer::isGuarded);
        QVERIFY(detail::waitGuard == nullptr);
    }

    void isToldOfFiles() {
        const std::filesystem::path file = m_folder.filePath("a.txt").toStdString();
        QVERIFY(!Doer::waitsOf([&] { writeFileAtomically(file, "a"); }).empty());
        QVERIFY(!Doer::waitsOf([&] { readFile(file, 10); }).empty());
    }

    void isToldOfSqlite() {
        const std::filesystem::path file = m_folder.filePath("a.descry").toStdString();
        const auto gallery = Gallery::create(file);
        QVERIFY(contains(Doer::waitsOf([&] { gallery->counts(); }), "SQLite"));
    }

    void isToldOfDecoding() {
        constexpr std::size_t kMaxBytes = 10'000;
        const std::filesystem::path file = m_folder.filePath("a.bmp").toStdString();
        writePicture(file, 1);
        const std::string bytes = readFile(file, kMaxBytes);
        const auto waits =
            Doer::waitsOf([&] { decodeImage(std::as_bytes(std::span(bytes)), "a.bmp"); });
        QVERIFY(contains(waits, "decoding"));
    }

    void isToldOfTheModelWhateverItIsAsked() {
        FakeRasaModel model;
        const std::int64_t side = model.config().imageRes;
        const std::vector<float> pixels(static_cast<std::size_t>(3 * side * side));
        const std::vector<std::int64_t> ids{101, 2450};
        EncodeOptions options;
        options.keepTokens = TokenFormat::F32;
        const ImageTokens image = model.encodeImages(pixels, options).tokens.front();
        const ImageTokens* const images[] = {&image};
        const auto text = model.encodeText(ids);
        const std::vector<std::function<void()>> calls{
            [&] { model.encodeImages(pixels, {}); },
            [&] { model.encodeText(ids); },
            [&] { model.matchLogits(*text, images, {}); },
            [&] { model.readPairs(*text, images, {}); },
            [&] { model.explain(*text, image, {}, {}); },
        };
        for (const auto& call : calls) QVERIFY(contains(Doer::waitsOf(call), "the model"));
    }

    void isToldOfFilesWhicheverLibraryIsAsked() {
        if (!seesFileCalls()) QSKIP("the sanitizer watches the C library itself");
        const QString file = m_folder.filePath("b.txt");
        const std::filesystem::path path = file.toStdString();
        const std::vector<std::function<void()>> calls{
            [&] { QVERIFY(QFile(file).open(QIODevice::WriteOnly)); },
            [&] { QVERIFY(std::ifstream(path).is_open()); },
            [&] { QVERIFY(QFileInfo::exists(file)); },
            [&] { QVERIFY(std::filesystem::exists(path)); },
            [&] { QVERIFY(std::filesystem::is_regular_file(path)); },
            [&] { QCOMPARE(std::filesystem::file_size(path), 0U); },
            [&] { std::filesystem::directory_iterator(path.parent_path()); },
            [&] { std::filesystem::create_directories(path.parent_path() / "c/d"); },
            [&] { QVERIFY(std::filesystem::space(path).capacity > 0); },
            [&] { QDir(m_folder.path()).entryList(); },
            [&] { std::filesystem::remove(path); },
        };
        for (const auto& call : calls) {
            const auto waits = Doer::waitsOf(call);
            QVERIFY(!waits.empty());
            QVERIFY2(waits.front().find(m_folder.path().toStdString()) != std::string::npos,
                     waits.front().c_str());
        }
    }

    void letsTheSystemPass() {
        const auto waits = Doer::waitsOf([&] {
            QFile status("/proc/self/status");
            QVERIFY(status.open(QIODevice::ReadOnly));
            QVERIFY(!QFontDatabase::families().isEmpty());
        });
        QVERIFY2(waits.empty(), waits.empty() ? "" : waits.front().c_str());
    }

  private:
    QTemporaryDir m_folder;
};

DESCRY_UI_TEST_MAIN(tst_GuiThreadGuard)
#include "tst_gui_thread_guard.moc"
