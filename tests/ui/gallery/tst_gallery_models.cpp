#include <QAbstractItemModelTester>
#include <QtTest>

#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/ui_fixture.h"
#include "ui/common/translations.h"
#include "ui/gallery/audit_model.h"
#include "ui/gallery/failures_model.h"
#include "ui/gallery/index_list.h"
#include "ui/gallery/items_model.h"
#include "ui/gallery/preview_model.h"
#include "ui/gallery/table_look.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

constexpr auto kReporting = QAbstractItemModelTester::FailureReportingMode::QtTest;

/// A gallery of rows alone, every third of which is missing.
fs::path makeRows(const UiParts& parts, int count) {
    const fs::path file = parts.makeGallery("rows");
    const auto gallery = Gallery::open(file);
    const RootId root = gallery->items().addRoot("/pictures");
    gallery->transaction([&] {
        for (int i = 0; i < count; ++i) {
            Item item;
            item.root = root;
            item.path = "cam/" + std::to_string(i) + ".jpg";
            item.contentHash = std::string(64, 'a');
            item.state = i % 3 == 0 ? ItemState::Missing : ItemState::Present;
            item.metadata.camera = "c1";
            gallery->items().add(item, makeThumbnailOf(90, 8, 16));
        }
    });
    return file;
}

}  // namespace

class tst_GalleryModels : public QObject {
    Q_OBJECT

  private slots:
    void showsFailures() {
        FailuresModel model;
        const QAbstractItemModelTester tester(&model, kReporting);
        model.setFailures({{RootId{1}, "a.jpg", "/hall/a.jpg", "cut", 0},
                           {RootId{1}, "b.jpg", "/hall/b.jpg", "no picture", 0}});
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(1, FailuresModel::Folder).data().toString(), QString("/hall"));
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("b.jpg: no picture"));
        QCOMPARE(model.at(0).path, std::string("a.jpg"));
        model.setFailures({});
        QCOMPARE(model.rowCount(), 0);
    }

    void saysInTheWindowsLanguageWhyAFileFailed() {
        const UiParts parts;
        const fs::path file = parts.makeGallery("failed");
        {
            const auto gallery = Gallery::open(file);
            const RootId root = gallery->items().addRoot("/pictures");
            const std::string name = "/pictures/a.jpg";
            gallery->failures().record(
                {.root = root,
                 .path = "a.jpg",
                 .reason = makeError(ErrorCode::NotFound, "{}: no such file", name)});
        }
        for (const auto& [language, wanted] :
             {std::pair{"zh_CN", "没有该文件"}, std::pair{"en", "no such file"}}) {
            installTranslations(language);
            FailuresModel model;
            model.setFailures(readContents(file, 1, {}).failures);
            QCOMPARE(model.index(0, FailuresModel::Reason).data().toString(),
                     QString::fromUtf8(wanted));
        }
    }

    void showsFindings() {
        AuditModel model;
        const QAbstractItemModelTester tester(&model, kReporting);
        model.setFindings(
            {{AuditKind::FileMissing,
              "/hall/a.jpg",
              Error(ErrorCode::NotFound, "the file is not there")},
             {AuditKind::Database, "", Error(ErrorCode::CorruptFile, "page 4 is lost")}});
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.index(1, 0).data(Qt::AccessibleTextRole).toString().contains("page 4"));
        for (const auto kind : {AuditKind::Database,
                                AuditKind::Embedding,
                                AuditKind::FolderMissing,
                                AuditKind::FileMissing,
                                AuditKind::FileChanged,
                                AuditKind::FileUnreadable}) {
            QVERIFY(!AuditModel::kindName(kind).isEmpty() &&
                    !AuditModel::remedyFor(kind).isEmpty());
        }
        model.setFindings({});
        QCOMPARE(model.rowCount(), 0);
    }

    void showsAPreview() {
        PreviewModel model;
        const QAbstractItemModelTester tester(&model, kReporting);
        PreviewedFile file{
            .folder = "/hall", .path = "a\xff.jpg", .metadata = {}, .groups = {}, .problems = {}};
        file.metadata.camera = "c1";
        file.metadata.timeMs = 0;
        file.problems = {Error(ErrorCode::InvalidInput, "one"),
                         Error(ErrorCode::InvalidInput, "two")};
        model.setFiles({file, file});
        QCOMPARE(model.index(0, PreviewModel::Path).data().toString(), QString("a\\xff.jpg"));
        QCOMPARE(model.index(0, PreviewModel::Note).data().toString(), QString("one; two"));
        QCOMPARE(model.numWithProblems(), 2);
        QCOMPARE(model.numWithoutZone(), 2);
        QVERIFY(model.index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith("a\\xff.jpg, camera c1, time 1970-01-01"));
    }

    void readsItemsPageByPage() {
        UiParts parts;
        const fs::path file = makeRows(parts, 1200);
        ItemsModel model(parts.context);
        model.show(file, ShownItems::All);
        QTRY_COMPARE(model.rowCount(), 500);
        QVERIFY(model.canFetchMore({}));
        model.fetchMore({});
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 1000);
        model.fetchMore({});
        QTRY_COMPARE(model.rowCount(), 1200);
        QCOMPARE(model.itemAt(1199), ItemId{1200});
        QCOMPARE(model.index(1, ItemsModel::Name).data().toString(), QString("1.jpg"));
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("0.jpg, camera c1, file missing"));
        model.show({}, ShownItems::All);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.canFetchMore({}));
    }

    void showsMissingItemsAlone() {
        UiParts parts;
        ItemsModel model(parts.context);
        const QAbstractItemModelTester tester(&model, kReporting);
        model.show(makeRows(parts, 30), ShownItems::Missing);
        QTRY_COMPARE(model.rowCount(), 10);
        QCOMPARE(model.index(9, ItemsModel::State).data().toString(), QString("File missing"));
    }

    void isBeingReadWhenItsResetIsTold() {
        UiParts parts;
        const fs::path file = makeRows(parts, 1);
        ItemsModel model(parts.context);
        const QAbstractItemModelTester tester(&model, kReporting);
        bool isReading = false;
        connect(&model, &ItemsModel::modelReset, &model, [&] { isReading = model.isReading(); });
        model.show(file, ShownItems::Missing);
        QVERIFY(isReading);
        QTRY_COMPARE(model.rowCount(), 1);
    }

    void showsPicturesAsTheyAreRead() {
        UiParts parts;
        const fs::path file = makeRows(parts, 2);
        parts.thumbnails.setGallery(file);
        ItemsModel model(parts.context);
        QSignalSpy changed(&model, &ItemsModel::dataChanged);
        model.show(file, ShownItems::All);
        QTRY_COMPARE(model.rowCount(), 2);
        const QModelIndex first = model.index(0, ItemsModel::Name);
        QTRY_VERIFY(!first.data(Qt::DecorationRole).value<QPixmap>().isNull());
        QVERIFY(changed.size() > 0);
    }

    void tellsThatAGalleryCannotBeRead() {
        UiParts parts;
        ItemsModel model(parts.context);
        QSignalSpy failed(&model, &ItemsModel::failed);
        model.show(parts.makeBroken("x.descry"), ShownItems::All);
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!model.canFetchMore({}));
    }

    void writesTimesInTheirZone() {
        QCOMPARE(shownZonedTime(1'706'698'800'000, "+01:00"),
                 QString("2024-01-31 12:00:00 +01:00"));
        QCOMPARE(shownZonedTime(1'706'698'800'000, "-05:30"),
                 QString("2024-01-31 05:30:00 -05:30"));
        QCOMPARE(shownZonedTime(1'706'698'800'000, {}), QString("2024-01-31 11:00:00 UTC"));
    }
};

DESCRY_UI_TEST_MAIN(tst_GalleryModels)
#include "tst_gallery_models.moc"
