#include <QAccessible>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>
#include <atomic>
#include <semaphore>

#include "core/base/half.h"
#include "core/base/json.h"
#include "tests/ui/ui_fixture.h"
#include "ui/search/search_workspace.h"

using namespace descry;
using namespace descry::test;

namespace {

constexpr int kNumItems = 9;
constexpr std::int64_t kMinuteMs = 60'000;
const QString kQuery = QStringLiteral("the girl in a green coat");

/// Holds the first batch of a re-ranking until it is opened. The model may be asked for more after
/// this is gone: the state is shared.
class Gate {
  public:
    explicit Gate(FakeRasaModel& model) {
        model.beforeMatch = [state = m_state] {
            if (!state->isReached.exchange(true)) state->opened.acquire();
        };
    }
    ~Gate() { open(); }
    bool isReached() const { return m_state->isReached; }
    void open() {
        if (!m_state->isOpen.exchange(true)) m_state->opened.release();
    }

  private:
    struct State {
        std::atomic<bool> isReached = false;
        std::atomic<bool> isOpen = false;
        std::binary_semaphore opened{0};
    };

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// The workspace beside a gallery of pictures of two cameras, indexed with the fake model.
struct SearchParts : UiParts {
    std::shared_ptr<FakeRasaModel> model = std::make_shared<FakeRasaModel>();
    SearchWorkspace workspace{context};
    QWidget window;
    QWidget* left = workspace.left();
    QWidget* centre = workspace.centre();
    QWidget* right = workspace.right();
    std::filesystem::path file = folder / "street.descry";
    std::vector<Message> raised;

    SearchParts() {
        auto* row = new QHBoxLayout(&window);
        for (QWidget* part : {left, centre, right}) row->addWidget(part);
        for (QAction* action : workspace.actions()) window.addAction(action);
        window.resize(1200, 800);
        window.show();
        window.activateWindow();
        QObject::connect(&messages, &Messages::raised, &window, [this](const Message& message) {
            raised.push_back(message);
        });
        QObject::connect(&workbench, &Workbench::galleryChanged, &window, [this] {
            thumbnails.setGallery(file);
        });
    }

    template <typename Widget>
    Widget* find(const char* name) const {
        return window.findChild<Widget*>(name);
    }
    ResultView& view() const { return *find<ResultView>("results"); }
    QueryField& query() const { return *find<QueryField>("query"); }
    ResultModel& results() { return workspace.model(); }
    QString status() const { return find<QLabel>("searchStatus")->text(); }
    QStringList emptyTexts() const {
        QStringList texts;
        auto* empty = find<EmptyState>("searchEmpty");
        if (empty == nullptr || !empty->isVisible()) return texts;
        for (const QLabel* label : empty->findChildren<QLabel*>()) texts << label->text();
        return texts;
    }

    /// Pictures with metadata, embedded under the fingerprint.
    void makeIndexed(const std::string& fingerprint) {
        const auto pictures = makePictures("hall", kNumItems);
        const auto gallery = Gallery::create(file);
        const RootId root = gallery->items().addRoot(pictures);
        for (int i = 0; i < kNumItems; ++i) {
            Item item;
            item.root = root;
            item.path = "picture" + std::to_string(i) + ".bmp";
            item.contentHash = std::string(64, static_cast<char>('0' + i));
            item.width = 12;
            item.height = 12;
            item.metadata.camera = i % 3 == 0 ? "camera-2" : "camera-10";
            item.metadata.timeMs = i * kMinuteMs;
            item.metadata.captions = {"a caption of picture " + std::to_string(i)};
            const ItemId id = gallery->items().add(item, makeThumbnailOf(100, 12, 24));
            if (!fingerprint.empty()) embed(*gallery, fingerprint, id);
        }
    }

    void embed(Gallery& gallery, const std::string& fingerprint, ItemId id) {
        Embedding embedding;
        embedding.item = id;
        std::vector<float> values;
        for (std::uint64_t i = 0; i < 16; ++i) {
            values.push_back(mixed(static_cast<std::uint64_t>(id.value), i));
        }
        toUnit(values);
        embedding.values.resize(values.size());
        floatToHalf(values, embedding.values);
        gallery.embeddings().put(fingerprint, embedding);
    }

    void openBundle() {
        workbench.openBundle(makeBundle(folder));
        QTRY_VERIFY(workbench.bundle());
    }
    /// Gallery and bundle, all shown.
    void openIndexed() {
        openBundle();
        makeIndexed(workbench.bundle()->bundle->fingerprint());
        openGallery();
    }
    void openGallery() {
        workbench.openGallery(file);
        QTRY_VERIFY(workbench.gallery());
        QTRY_COMPARE(results().rowCount(), kNumItems);
    }
    void type(const QString& text) {
        QTest::keyClick(&query(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(&query(), text);
        QTest::keyClick(&query(), Qt::Key_Return);
    }
    void searchFor(const QString& text) {
        QSignalSpy finished(&workspace.controller(), &SearchController::finished);
        type(text);
        QTRY_COMPARE(finished.count(), 1);
    }
    FakeRasaModel& fake() { return dynamic_cast<FakeRasaModel&>(*workbench.bundle()->model); }
    std::vector<ItemId> shownItems() {
        std::vector<ItemId> items;
        for (const ResultRow& row : results().rows()) items.push_back(row.candidate.item);
        return items;
    }
    QListWidgetItem* facet(const char* list, const QString& text) const {
        const auto found = find<QListWidget>(list)->findItems(text, Qt::MatchExactly);
        return found.isEmpty() ? nullptr : found.first();
    }
};

}  // namespace

class TestSearchWorkspace : public QObject {
    Q_OBJECT

  private slots:
    void withoutAGalleryItSaysSo() {
        SearchParts parts;
        QVERIFY(parts.emptyTexts().contains("No gallery is open"));
    }

    void withoutAModelPicturesAreBrowsedAndTheReasonIsSaid() {
        SearchParts parts;
        parts.makeIndexed({});
        parts.openGallery();
        QVERIFY(parts.find<QFrame>("searchNotice")->isVisible());
        QVERIFY(!parts.results().isRanked());
        QTRY_COMPARE(parts.status(), QString("9 pictures"));
        parts.type(kQuery);
        QTRY_VERIFY(parts.emptyTexts().contains("No model is open"));
    }

    void aGalleryThatIsNotIndexedOffersToIndexIt() {
        SearchParts parts;
        parts.openBundle();
        parts.makeIndexed({});
        parts.openGallery();
        auto* index = parts.find<QPushButton>("searchNoticeAction");
        QVERIFY(index->isVisible());
        parts.type(kQuery);
        QTRY_VERIFY(parts.emptyTexts().contains("Not indexed yet"));
        index->click();
        QTRY_VERIFY(!parts.find<QFrame>("searchNotice")->isVisible());
        parts.searchFor(kQuery);
        QCOMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(parts.results().isRanked());
    }

    void showsTheFirstStageAtOnceAndThenReRanks() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 0 of 4"));
        QVERIFY(parts.results().isRanked());
        for (const ResultRow& row : parts.results().rows()) QVERIFY(!row.candidate.matchLogit);
        const auto first = parts.shownItems();
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(parts.status().startsWith("Re-ranked 4 of 9"));
        const auto& rows = parts.results().rows();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(rows[i].candidate.matchLogit.has_value(), i < 4);
            if (i > 0 && i < 4) {
                QVERIFY(*rows[i - 1].candidate.score >= *rows[i].candidate.score);
            }
        }
        QVERIFY(std::is_permutation(first.begin(), first.end(), parts.shownItems().begin()));
        QCOMPARE(parts.view().currentIndex().row(), 0);
    }

    void whatIsSelectedStaysInItsPlaceWhileOthersSettle() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        QTRY_COMPARE(parts.status(), QString("Re-ranked 0 of 4"));
        parts.view().setCurrentIndex(parts.results().index(2));
        const ItemId selected = *parts.results().itemAt(parts.results().index(2));
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QVERIFY(*parts.results().itemAt(parts.results().index(2)) == selected);
        QCOMPARE(parts.view().currentIndex().row(), 2);
    }

    void aNewerQueryCancelsTheOlder() {
        SearchParts parts;
        parts.openIndexed();
        Gate gate(parts.fake());
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.type(kQuery);
        QTRY_VERIFY(gate.isReached());
        parts.type("the boy in white trousers");
        gate.open();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.workspace.controller().query().text, QString("the boy in white trousers"));
        QVERIFY(!parts.workspace.controller().isRunning());
        QVERIFY(parts.raised.empty());
    }

    void theKeyboardSelectsPreviewsBookmarksAndSearchesAlike() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.view().setFocus();
        QTest::keyClick(&parts.view(), Qt::Key_Home);
        QTest::keyClick(&parts.view(), Qt::Key_Right);
        QCOMPARE(parts.view().currentIndex().row(), 1);
        const ItemId item = *parts.results().itemAt(parts.view().currentIndex());
        QTest::keyClick(&parts.view(), Qt::Key_Space);
        auto* preview = parts.find<PictureView>("preview");
        QVERIFY(preview->isVisible());
        QTRY_VERIFY(!preview->image().isNull());
        QTest::keyClick(preview, Qt::Key_Escape);
        QVERIFY(!preview->isVisible());

        QTest::keyClick(&parts.view(), Qt::Key_B);
        QTRY_VERIFY(parts.find<QPushButton>("bookmark")->isChecked());
        QVERIFY(Gallery::open(parts.file)->items().find(item)->bookmarked);
        QTest::keyClick(&parts.view(), Qt::Key_B);
        QTRY_VERIFY(!Gallery::open(parts.file)->items().find(item)->bookmarked);

        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        QTest::keyClick(&parts.view(), Qt::Key_F);
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().rowCount(), kNumItems - 1);
        QVERIFY(!parts.results().indexOf(item).isValid());
        QVERIFY(parts.query().text().isEmpty());
        QVERIFY(parts.find<QWidget>("filterChips")->isVisible());
    }

    void theDetailsSayWhatIsKnown() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.view().setCurrentIndex(parts.results().index(0));
        const ItemId item = *parts.results().itemAt(parts.results().index(0));
        auto* panel = parts.window.findChild<DetailsPanel*>();
        QTRY_VERIFY(panel->details() && panel->details()->item.id == item);
        QTRY_VERIFY(!parts.find<PictureView>("selectedPicture")->image().isNull());
        const std::string name = panel->details()->item.path;
        QStringList facts;
        for (const QLabel* label : panel->findChildren<QLabel*>()) facts << label->text();
        QVERIFY(facts.contains(QString::fromStdString(name)));
        QVERIFY(facts.join(' ').contains("match logit"));
        QVERIFY(!facts.join(' ').contains('%'));
    }

    void aMissingFileIsSaid() {
        SearchParts parts;
        parts.openIndexed();
        std::filesystem::remove(parts.folder / "hall" / "picture0.bmp");
        parts.view().setCurrentIndex(parts.results().index(0));
        QTRY_VERIFY(parts.find<QLabel>("pictureProblem")->isVisible());
        QVERIFY(parts.find<QLabel>("pictureProblem")->text().contains("missing"));
    }

    void filtersByCameraAndTheChipRemovesIt() {
        SearchParts parts;
        parts.openIndexed();
        QTRY_VERIFY(parts.facet("cameras", "camera 2"));
        // Numbers count as numbers.
        QCOMPARE(parts.find<QListWidget>("cameras")->item(0)->text(), QString("camera 2"));
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Checked);
        QTRY_COMPARE(parts.results().rowCount(), 3);
        parts.searchFor(kQuery);
        QCOMPARE(parts.results().rowCount(), 3);
        auto* chip = parts.find<QWidget>("filterChips")->findChild<QToolButton*>();
        QCOMPARE(chip->text(), QString("camera 2"));
        chip->click();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QCOMPARE(parts.facet("cameras", "camera 2")->checkState(), Qt::Unchecked);
    }

    void aFilterThatPassesNothingSaysSoAndCanBeRemoved() {
        SearchParts parts;
        parts.openIndexed();
        parts.find<QCheckBox>("bookmarkedOnly")->click();
        QTRY_VERIFY(parts.emptyTexts().contains("No pictures"));
        parts.searchFor(kQuery);
        QVERIFY(parts.emptyTexts().contains("No appearance candidates"));
        parts.find<EmptyState>("searchEmpty")->button()->click();
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        QVERIFY(!parts.find<QCheckBox>("bookmarkedOnly")->isChecked());
    }

    void historyIsKeptWalkedRunAndCleared() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.searchFor("a boy");
        auto* history = parts.find<QListWidget>("history");
        QTRY_COMPARE(history->count(), 2);
        QTest::keyClick(&parts.query(), Qt::Key_Up);
        QTest::keyClick(&parts.query(), Qt::Key_Up);
        QCOMPARE(parts.query().text(), kQuery);
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        Q_EMIT history->itemActivated(history->item(0));
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.query().text(), QString("a boy"));
        parts.find<QToolButton>("clearHistory")->click();
        QTRY_COMPARE(history->count(), 0);
        QVERIFY(Gallery::open(parts.file)->history().queries(9).empty());
    }

    void searchesAreSavedWithTheirFilterRunAndRemoved() {
        SearchParts parts;
        parts.openIndexed();
        QTRY_VERIFY(parts.facet("cameras", "camera 2"));
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Checked);
        parts.searchFor(kQuery);
        QTest::keyClick(&parts.view(), Qt::Key_S, Qt::ControlModifier);
        auto* name = parts.find<QLineEdit>("savedName");
        QVERIFY(name->isVisible());
        QTest::keyClicks(name, "coat");
        QTest::keyClick(name, Qt::Key_Return);
        auto* saved = parts.find<QListWidget>("savedSearches");
        QTRY_COMPARE(saved->count(), 1);
        parts.facet("cameras", "camera 2")->setCheckState(Qt::Unchecked);
        QTRY_COMPARE(parts.results().rowCount(), kNumItems);
        Q_EMIT saved->itemActivated(saved->item(0));
        QTRY_COMPARE(parts.results().rowCount(), 3);
        saved->setCurrentRow(0);
        parts.find<QToolButton>("removeSaved")->click();
        QTRY_COMPARE(saved->count(), 0);
    }

    void aQueryOfNothingKnownSaysWhatIsWrong() {
        SearchParts parts;
        parts.openIndexed();
        parts.type("?!");
        QTRY_VERIFY(parts.emptyTexts().contains("Nothing was searched"));
        QCOMPARE(parts.results().rowCount(), 0);
        QVERIFY(parts.raised.empty());
    }

    void aFailureOfTheModelIsRaisedAndSearchingGoesOn() {
        SearchParts parts;
        parts.openIndexed();
        const auto isBroken = std::make_shared<std::atomic<bool>>(true);
        parts.fake().beforeMatch = [isBroken] {
            if (*isBroken) fail(ErrorCode::Device, "the device went away");
        };
        parts.type(kQuery);
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        QVERIFY(parts.raised[0].details.contains("the device went away"));
        *isBroken = false;
        QSignalSpy finished(&parts.workspace.controller(), &SearchController::finished);
        parts.raised[0].actions[0].run();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(parts.results().rowCount(), kNumItems);
    }

    void theListIsExportedWithItsOrigin() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        parts.prompts.path = parts.folder;
        auto* menu = parts.find<QToolButton>("export")->menu();
        menu->actions().at(1)->trigger();
        QTRY_COMPARE(parts.raised.size(), std::size_t{1});
        std::filesystem::path written;
        for (const auto& entry : std::filesystem::directory_iterator(parts.folder)) {
            if (entry.path().extension() == ".json") written = entry.path();
        }
        const auto json = readJsonFile(written);
        QCOMPARE(json["query"].get<std::string>(), toUtf8(kQuery));
        QCOMPARE(json["fingerprint"].get<std::string>(),
                 parts.workbench.bundle()->bundle->fingerprint());
        QCOMPARE(json["gallery"].get<std::string>(), parts.workbench.gallery()->id);
        QCOMPARE(json["candidates"].size(), std::size_t{kNumItems});
        QCOMPARE(json["candidates"][0]["rank"].get<int>(), 1);
        QVERIFY(json["candidates"][0]["matchLogit"].is_number());
    }

    void sizesFollowKeysAndAreRemembered() {
        SearchParts parts;
        parts.openIndexed();
        const int before = parts.view().pictureSize();
        parts.view().setFocus();
        QTest::keyClick(&parts.view(), Qt::Key_Plus, Qt::ControlModifier);
        QVERIFY(parts.view().pictureSize() > before);
        const QVariantMap state = parts.workspace.saveState();
        QTest::keyClick(&parts.view(), Qt::Key_Minus, Qt::ControlModifier);
        QCOMPARE(parts.view().pictureSize(), before);
        parts.workspace.restoreState(state);
        QVERIFY(parts.view().pictureSize() > before);
    }

    void everyControlHasAName() {
        SearchParts parts;
        parts.openIndexed();
        parts.searchFor(kQuery);
        for (QWidget* widget : parts.window.findChildren<QWidget*>()) {
            if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
            if (widget->focusProxy() != nullptr || widget->objectName().startsWith("qt_")) continue;
            QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty(),
                     qPrintable(QString(widget->metaObject()->className()) + ' ' +
                                widget->objectName()));
        }
    }
};

QTEST_MAIN(TestSearchWorkspace)
#include "tst_search_workspace.moc"
