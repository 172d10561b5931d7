#include <QtTest>

#include "tests/core/gallery/sample_items.h"

using namespace descry;
namespace fs = std::filesystem;

namespace {

constexpr int kNumItems = 100'000;
constexpr int kBatch = 1000;
/// Generous: a busy machine with two cores; a full scan per call would take far longer.
constexpr qint64 kMaxOpenMs = 500;
constexpr qint64 kMaxPageMs = 500;
/// Of so many the quickest counts: a busy machine takes time from any.
constexpr int kNumTries = 3;

}  // namespace

/// A gallery of 100,000 items stays quick where the window needs it.
class tst_GallerySize : public QObject {
    Q_OBJECT

  private:
    QTemporaryDir m_folder;
    const std::string m_bundle = std::string(64, 'a');

    fs::path file() const { return fs::path(m_folder.path().toStdString()) / "g.descry"; }

  private slots:
    void initTestCase() {
        const auto gallery = Gallery::create(file());
        const RootId root = gallery->items().addRoot("/pictures");
        QElapsedTimer timer;
        timer.start();
        for (int first = 0; first < kNumItems; first += kBatch) {
            gallery->transaction([&] {
                for (int i = first; i < first + kBatch; ++i) {
                    const ItemId id = gallery->items().add(sampleItem(root, i), {});
                    Embedding embedding{.item = id, .values = std::vector<std::uint16_t>(256)};
                    gallery->embeddings().put(m_bundle, embedding);
                }
            });
        }
        qInfo("%d items written in %lld ms", kNumItems, timer.elapsed());
    }

    void opensAtOnce() {
        qint64 took = kMaxOpenMs;
        for (int i = 0; i < kNumTries && took >= kMaxOpenMs; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto gallery = Gallery::open(file());
            QVERIFY(gallery->embeddings().count(m_bundle) == kNumItems);
            took = timer.elapsed();
            qInfo("opened in %lld ms", took);
        }
        QVERIFY(took < kMaxOpenMs);
    }

    void pagesAndFindsWithoutScanning() {
        const auto gallery = Gallery::open(file());
        ItemStore& items = gallery->items();
        qint64 took = kMaxPageMs;
        for (int i = 0; i < kNumTries && took >= kMaxPageMs; ++i) {
            QElapsedTimer timer;
            timer.start();
            QCOMPARE(items.page(ItemId{kNumItems / 2}, 100).size(), std::size_t{100});
            const Item wanted = sampleItem(RootId{1}, kNumItems - 1);
            QVERIFY(items.find(RootId{1}, wanted.path).has_value());
            QCOMPARE(items.withContent(wanted.contentHash).size(), std::size_t{1});
            QCOMPARE(items.paths({.root = RootId{1}, .folder = "cam1", .after = {}}).size(),
                     std::size_t{1000});
            std::vector<ItemId> damaged;
            const auto page =
                gallery->embeddings().page(m_bundle, ItemId{kNumItems / 2}, 100, damaged);
            QCOMPARE(page.size(), std::size_t{100});
            items.remove(ItemId{kNumItems / 3 + i});
            took = timer.elapsed();
            qInfo("paged, found and removed in %lld ms", took);
        }
        QVERIFY(took < kMaxPageMs);
    }

    void readsAllEmbeddings() {
        const auto gallery = Gallery::open(file(), Gallery::Access::ReadOnly);
        QElapsedTimer timer;
        timer.start();
        std::vector<ItemId> damaged;
        std::int64_t numRead = 0;
        for (ItemId after;;) {
            const auto page = gallery->embeddings().page(m_bundle, after, 4096, damaged);
            if (page.empty()) break;
            numRead += static_cast<std::int64_t>(page.size());
            after = page.back().item;
        }
        qInfo("%lld embeddings read in %lld ms", static_cast<long long>(numRead), timer.elapsed());
        QCOMPARE(numRead, gallery->embeddings().count(m_bundle));
        QVERIFY(damaged.empty());
    }
};

QTEST_GUILESS_MAIN(tst_GallerySize)
#include "tst_gallery_size.moc"
