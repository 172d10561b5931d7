#include <QSignalSpy>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/thumbnail_cache.h"

using namespace descry;
using namespace descry::test;

class tst_ThumbnailCache : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() {
        m_gallery = Gallery::create(m_file);
        m_root = m_gallery->items().addRoot(m_folder);
    }

    void readsAPictureLaterAndKeepsIt() {
        const ItemId item = add("a.jpg", makeThumbnailOf(200, 40, 100));
        ThumbnailCache cache;
        cache.setGallery(m_file);
        QSignalSpy ready(&cache, &ThumbnailCache::ready);
        QVERIFY(cache.find(item).isNull());
        QTRY_COMPARE(ready.size(), 1);
        const QPixmap picture = cache.find(item);
        QCOMPARE(picture.size(), QSize(40, 100));
        QVERIFY(std::abs(picture.toImage().pixelColor(20, 50).red() - 200) <= 3);
        QCOMPARE(ready.size(), 1);
    }

    void staysWithinItsBudget() {
        constexpr std::int64_t kBudget = 100'000;
        ThumbnailCache cache(kBudget);
        cache.setGallery(m_file);
        int numReady = 0;
        connect(&cache, &ThumbnailCache::ready, this, [&] {
            ++numReady;
            QVERIFY(cache.keptBytes() <= kBudget);
        });
        for (int i = 0; i < 6; ++i) {
            cache.find(add("big" + std::to_string(i), makeThumbnailOf(90, 100, 100)));
        }
        QTRY_COMPARE(numReady, 6);
        QVERIFY(cache.keptBytes() >= kBudget / 4);
    }

    void passesOverWhatIsNoPicture() {
        const ItemId none = add("none", {});
        const ItemId broken = add("broken", std::vector<std::byte>(100, std::byte{7}));
        const ItemId whole = add("whole", makeThumbnailOf(10, 8, 8));
        ThumbnailCache cache;
        cache.setGallery(m_file);
        QSignalSpy ready(&cache, &ThumbnailCache::ready);
        cache.find(whole);
        cache.find(broken);
        cache.find(none);
        cache.find(ItemId{999});
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(!cache.find(whole).isNull());
        QVERIFY(cache.find(broken).isNull());
    }

    void forgetsTheGalleryBefore() {
        const ItemId item = add("before", makeThumbnailOf(50, 10, 10));
        ThumbnailCache cache;
        cache.setGallery(m_file);
        QSignalSpy ready(&cache, &ThumbnailCache::ready);
        cache.find(item);
        QTRY_COMPARE(ready.size(), 1);
        cache.setGallery({});
        QVERIFY(cache.find(item).isNull());
        QCOMPARE(cache.keptBytes(), 0);
    }

    void outlivesAFileThatIsNoGallery() {
        const auto file = m_folder / "text";
        std::ofstream(file) << "text";
        ThumbnailCache cache;
        QSignalSpy ready(&cache, &ThumbnailCache::ready);
        cache.setGallery(file);
        cache.find(ItemId{1});
        cache.setGallery(m_file);
        cache.find(add("after", makeThumbnailOf(50, 10, 10)));
        QTRY_COMPARE(ready.size(), 1);
    }

  private:
    ItemId add(const std::string& path, const std::vector<std::byte>& thumbnail) {
        Item item;
        item.root = m_root;
        item.path = path;
        item.contentHash = std::string(64, '0');
        item.width = 10;
        item.height = 10;
        return m_gallery->items().add(item, thumbnail);
    }

    QTemporaryDir m_temporary;
    std::filesystem::path m_folder{m_temporary.path().toStdString()};
    std::filesystem::path m_file = m_folder / "gallery.descry";
    std::unique_ptr<Gallery> m_gallery;
    RootId m_root;
};

DESCRY_UI_TEST_MAIN(tst_ThumbnailCache)
#include "tst_thumbnail_cache.moc"
