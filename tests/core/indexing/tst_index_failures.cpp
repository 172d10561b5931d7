#include <QtTest>
#include <limits>
#include <stdexcept>

#include "tests/core/indexing/index_fixture.h"
#include "tests/support/unprivileged.h"

using namespace descry;
using namespace descry::test;

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

/// A model whose features are no numbers.
class BrokenModel : public FakeRasaModel {
  public:
    ImageEncoding encodeImages(std::span<const float> pixels,
                               const EncodeOptions& options) override {
        ImageEncoding encoding = FakeRasaModel::encodeImages(pixels, options);
        encoding.features.back() = std::numeric_limits<float>::quiet_NaN();
        return encoding;
    }
};

}  // namespace

class TestIndexFailures : public QObject {
    Q_OBJECT

    std::unique_ptr<IndexFixture> m_world;

    std::optional<Failure> failureOf(const std::string& path) const {
        for (const Failure& failure : m_world->gallery()->failures().all()) {
            if (failure.path == path) return failure;
        }
        return std::nullopt;
    }

    IndexOptions retryAll() const {
        IndexOptions options = m_world->options();
        options.retry = RetryFailures::All;
        return options;
    }

  private slots:
    void init() { m_world = std::make_unique<IndexFixture>(); }

    void filesThatAreNoPicturesAreListedAndTheRestIsIndexed() {
        m_world->picture("good.bmp", 1);
        m_world->write("empty.jpg", "");
        m_world->write("text.png", "no picture at all");
        m_world->write("cut.bmp", "BM");
        const IndexReport report = m_world->index();
        QCOMPARE(report.numAdded, 1);
        QCOMPARE(report.numFailed, 3);
        QVERIFY(pathsOf(report, IndexEvent::Failed) == (Names{"cut.bmp", "empty.jpg", "text.png"}));
        for (const IndexFinding& finding : report.findings) QVERIFY(!finding.detail.empty());
        QCOMPARE(m_world->gallery()->counts().numFailures, 3);
        QVERIFY(!m_world->item("text.png"));
        const auto failure = failureOf("text.png");
        QVERIFY(std::string(failure->reason.what()).find("text.png") != std::string::npos);
        // What it says can be said in another language.
        QVERIFY(failure->reason.words() != nullptr);
        QCOMPARE(failure->sizeBytes, 17);
        QVERIFY(failure->modifiedNs > 0);
        QVERIFY(m_world->isEmbedded("good.bmp"));
        QCOMPARE(m_world->lastRun().outcome, std::string("succeeded"));
    }

    void aFailureIsNotTriedAgainUntilAsked() {
        m_world->write("bad.bmp", "no picture");
        m_world->index();
        IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::StillFailed) == Names{"bad.bmp"});
        QCOMPARE(report.numFailed, 0);
        report = m_world->index(retryAll());
        QVERIFY(pathsOf(report, IndexEvent::Failed) == Names{"bad.bmp"});
        QCOMPARE(report.numStillFailed, 0);
        QVERIFY(failureOf("bad.bmp"));
    }

    void aMendedFileIsTakenIn() {
        m_world->write("bad.bmp", "no picture");
        m_world->index();
        m_world->picture("bad.bmp", 4);
        const IndexReport report = m_world->index();
        QCOMPARE(report.numAdded, 1);
        QVERIFY(report.findings.empty());
        QVERIFY(!failureOf("bad.bmp"));
        QVERIFY(m_world->isEmbedded("bad.bmp"));
    }

    void anotherBrokenFileIsAnotherFailure() {
        m_world->write("bad.bmp", "no picture");
        m_world->index();
        m_world->write("bad.bmp", "still none");
        QVERIFY(pathsOf(m_world->index(), IndexEvent::Failed) == Names{"bad.bmp"});
        QCOMPARE(m_world->gallery()->counts().numFailures, 1);
    }

    void aPictureThatBreaksIsMissingUntilItIsMended() {
        m_world->picture("a.bmp", 1);
        m_world->index();
        const auto id = m_world->item("a.bmp")->id;
        m_world->write("a.bmp", "broken");
        IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Failed) == Names{"a.bmp"});
        QCOMPARE(report.numChanged, 0);
        QVERIFY(!m_world->isPresent("a.bmp"));
        report = m_world->index(retryAll());
        QCOMPARE(report.numFailed, 1);
        QCOMPARE(report.numReturned, 0);  // What is broken has not returned.
        QVERIFY(!m_world->isPresent("a.bmp"));
        m_world->picture("a.bmp", 2);
        report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Returned) == Names{"a.bmp"});
        QVERIFY(pathsOf(report, IndexEvent::Changed) == Names{"a.bmp"});
        QVERIFY(m_world->isPresent("a.bmp") && m_world->isEmbedded("a.bmp"));
        QVERIFY(m_world->item("a.bmp")->id == id);
        QVERIFY(!failureOf("a.bmp"));
    }

    void aPictureThatIsRestoredIsNoFailureAnyMore() {
        m_world->picture("a.bmp", 1);
        m_world->index();
        const fs::path file = m_world->pictures / "a.bmp";
        const auto time = fs::last_write_time(file);
        m_world->write("a.bmp", "broken");
        m_world->index();
        QVERIFY(failureOf("a.bmp"));
        writePicture(file, 1);
        fs::last_write_time(file, time);
        QVERIFY(pathsOf(m_world->index(), IndexEvent::Returned) == Names{"a.bmp"});
        QVERIFY(m_world->isPresent("a.bmp") && m_world->isEmbedded("a.bmp"));
        QVERIFY(!failureOf("a.bmp"));
    }

    void aFailureIsForgottenWithItsFile() {
        m_world->write("a/bad.bmp", "no picture");
        m_world->write("b/bad.bmp", "no picture");
        m_world->index();
        fs::remove(m_world->pictures / "a/bad.bmp");
        fs::remove_all(m_world->pictures / "b");
        IndexOptions onlyA = m_world->options();
        onlyA.folders = {m_world->pictures / "a"};
        m_world->index(onlyA);
        QVERIFY(!failureOf("a/bad.bmp"));
        QVERIFY(failureOf("b/bad.bmp"));  // Nobody has looked there.
        m_world->index();
        QVERIFY(m_world->gallery()->failures().all().empty());
    }

    void aSecondBundleDoesNotMeetABrokenFileTwice() {
        m_world->picture("a.bmp", 1);
        m_world->picture("b.bmp", 2);
        m_world->index();
        m_world->write("a.bmp", "broken");
        m_world->fingerprint = kSecond;
        const IndexReport report = m_world->index();
        QVERIFY(pathsOf(report, IndexEvent::Failed) == Names{"a.bmp"});
        QCOMPARE(report.numEncoded, 1);
        QVERIFY(m_world->isEmbedded("b.bmp", kSecond));
    }

    void aFolderThatIsGoneIsAnErrorAndNothingVanishes() {
        m_world->picture("a/1.bmp", 1);
        m_world->index();
        fs::remove(m_world->pictures / "a/1.bmp");
        IndexOptions options = m_world->options();
        options.folders.push_back(m_world->folder / "none");
        QVERIFY(m_world->failure(options) == ErrorCode::NotFound);
        QCOMPARE(m_world->last->numVanished, 0);
        QVERIFY(m_world->isPresent("a/1.bmp"));
        QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
        QVERIFY(m_world->lastRun().endedMs);
    }

    void aRootThatIsGoneIsToldAndTheOthersAreIndexed() {
        m_world->picture("a/1.bmp", 1);
        m_world->picture("b/2.bmp", 2);
        IndexOptions options = m_world->options();
        options.folders = {m_world->pictures / "a", m_world->pictures / "b"};
        m_world->index(options);
        m_world->picture("a/3.bmp", 3);
        fs::rename(m_world->pictures / "b", m_world->folder / "away");
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numAdded, 1);
        QCOMPARE(report.numVanished, 0);
        QVERIFY(pathsOf(report, IndexEvent::Unreadable) ==
                Names{(m_world->pictures / "b").native()});
        QCOMPARE(m_world->warnings.size(), std::size_t{1});
        QVERIFY(m_world->isPresent("2.bmp"));
        // With nothing else to look at it is an error.
        options.folders = {m_world->pictures / "b"};
        QVERIFY(m_world->failure(options) == ErrorCode::NotFound);
        QVERIFY(m_world->isPresent("2.bmp"));
    }

    void aFolderThatCannotBeNamedIsAnError() {
        fs::create_symlink("loop", m_world->folder / "loop");
        m_world->writeBeside("file", "x");
        for (const fs::path& folder : {m_world->folder / "loop",
                                       m_world->folder / std::string(300, 'x'),
                                       m_world->folder / "file",
                                       m_world->folder / "none"}) {
            IndexOptions options = m_world->options();
            options.folders = {folder};
            const auto code = m_world->failure(options);
            QVERIFY2(code == ErrorCode::NotFound || code == ErrorCode::Io, folder.c_str());
            QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
        }
        QVERIFY(m_world->gallery()->items().roots().empty());
    }

    void aFolderThatCannotBeReadIsAnErrorAndNothingVanishes() {
        m_world->picture("deep/1.bmp", 1);
        m_world->index();
        const Unprivileged user(m_world->folder);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        const Closed closed(m_world->pictures);
        QVERIFY(m_world->failure(m_world->options()) == ErrorCode::Io);
        IndexOptions inside = m_world->options();
        inside.folders = {m_world->pictures / "deep"};
        QVERIFY(m_world->failure(inside) == ErrorCode::Io);
        QVERIFY(m_world->isPresent("deep/1.bmp"));
        QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
    }

    void aFolderBelowThatCannotBeReadIsToldAndKeepsItsItems_data() {
        QTest::addColumn<int>("permissions");
        QTest::newRow("closed") << static_cast<int>(fs::perms::none);
        QTest::newRow("listable") << static_cast<int>(fs::perms::owner_read);
    }
    void aFolderBelowThatCannotBeReadIsToldAndKeepsItsItems() {
        QFETCH(int, permissions);
        for (const char* path : {"a/1.bmp", "a/2.bmp", "b/3.bmp", "b/c/4.bmp", "d.bmp"}) {
            m_world->picture(path, static_cast<std::uint64_t>(path[2]));
        }
        m_world->write("b/bad.bmp", "no picture");
        m_world->index();
        fs::remove(m_world->pictures / "a/2.bmp");
        const Unprivileged user(m_world->folder);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        {
            const Closed closed(m_world->pictures / "b", static_cast<fs::perms>(permissions));
            m_world->fingerprint = kSecond;
            const IndexReport report = m_world->index();
            QVERIFY(pathsOf(report, IndexEvent::Vanished) == Names{"a/2.bmp"});
            const Names unreadable = pathsOf(report, IndexEvent::Unreadable);
            QVERIFY(std::find(unreadable.begin(), unreadable.end(), "b") != unreadable.end());
            QVERIFY(!m_world->warnings.empty());
            QVERIFY(m_world->isPresent("b/3.bmp") && m_world->isPresent("b/c/4.bmp"));
            QVERIFY(failureOf("b/bad.bmp"));
            QVERIFY(m_world->isEmbedded("d.bmp", kSecond));
            QCOMPARE(m_world->gallery()->embeddings().count(kSecond), 2);
        }
        m_world->index();
        QVERIFY(m_world->isEmbedded("b/3.bmp", kSecond) &&
                m_world->isEmbedded("b/c/4.bmp", kSecond));
    }

    void aPictureThatMayNotBeReadIsAFailureUntilItMay() {
        m_world->picture("a.bmp", 1);
        const Unprivileged user(m_world->folder);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        {
            const Closed closed(m_world->pictures / "a.bmp");
            QVERIFY(pathsOf(m_world->index(), IndexEvent::Failed) == Names{"a.bmp"});
        }
        QCOMPARE(m_world->index(retryAll()).numAdded, 1);
        QVERIFY(m_world->isEmbedded("a.bmp"));
    }

    void aDriveThatIsNotThereKeepsItsItems() {
        m_world->picture("1.bmp", 1);
        m_world->index();
        fs::rename(m_world->pictures, m_world->folder / "away");
        IndexOptions options = m_world->options();
        options.folders.clear();
        m_world->fingerprint = kSecond;
        const IndexReport report = m_world->index(options);
        QCOMPARE(report.numUnreadable, 1);
        QCOMPARE(report.numVanished, 0);
        QVERIFY(m_world->isPresent("1.bmp"));
    }

    void aGalleryThatIsReadOnlyIsRefused() {
        m_world->picture("1.bmp", 1);
        const Unprivileged user(m_world->folder);
        if (!user.isPlain()) QSKIP("no rights can be taken away here");
        const Closed file(m_world->file, fs::perms::owner_read);
        QVERIFY(m_world->failure(m_world->options()) == ErrorCode::Io);
        QCOMPARE(m_world->model->numEncodedImages.load(), 0);
        QCOMPARE(m_world->gallery()->items().count(), 0);
    }

    void aGalleryThatIsNotThereIsRefused() {
        fs::remove(m_world->file);
        QVERIFY(m_world->failure(m_world->options()) == ErrorCode::NotFound);
        QVERIFY(!fs::exists(m_world->file));
    }

    void featuresThatAreNoNumbersAreNotWritten() {
        m_world->picture("1.bmp", 1);
        m_world->model = std::make_shared<BrokenModel>();
        QVERIFY(m_world->failure(m_world->options()) == ErrorCode::Device);
        QCOMPARE(m_world->gallery()->items().count(), 0);
        QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
        QCOMPARE(m_world->lastRun().numIndexed, 0);
    }

    void aRunThatAnyExceptionEndsIsWrittenDownAsFailed() {
        for (int i = 0; i < 4; ++i) {
            m_world->picture(fmt::format("{}.bmp", i), static_cast<std::uint64_t>(i));
        }
        IndexOptions options = m_world->options();
        options.batchSize = 2;
        m_world->model->beforeEncode = [&] {
            if (m_world->model->numEncodedImages >= 2) throw std::runtime_error("unforeseen");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, m_world->index(options));
        QCOMPARE(m_world->lastRun().outcome, std::string("failed"));
        QCOMPARE(m_world->lastRun().numIndexed, 2);
        QCOMPARE(m_world->gallery()->embeddings().count(kFirst), 2);
    }
};

QTEST_GUILESS_MAIN(TestIndexFailures)
#include "tst_index_failures.moc"
