#pragma once
/// The Search workspace in a window beside a gallery of small pictures, with a fake model. Thread
/// rule: test code.

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QtTest>
#include <atomic>
#include <semaphore>

#include "core/base/half.h"
#include "tests/ui/ui_fixture.h"
#include "ui/search/search_workspace.h"

namespace descry::test {

inline constexpr int kNumItems = 9;
inline constexpr std::int64_t kMinuteMs = 60'000;
inline const QString kQuery = QStringLiteral("the girl in a green coat");

/// Holds a batch of a re-ranking, the first by default, until it is opened. The model may be asked
/// for more after this is gone: the state is shared.
class Gate {
  public:
    explicit Gate(FakeRasaModel& model, int batch = 1) {
        model.beforeMatch = [state = m_state, batch] {
            if (++state->numBatches != batch) return;
            state->isReached = true;
            state->opened.acquire();
        };
    }
    ~Gate() { open(); }
    bool isReached() const { return m_state->isReached; }
    void open() {
        if (!m_state->isOpen.exchange(true)) m_state->opened.release();
    }

  private:
    struct State {
        std::atomic<int> numBatches = 0;
        std::atomic<bool> isReached = false;
        std::atomic<bool> isOpen = false;
        std::binary_semaphore opened{0};
    };

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

/// The workspace beside a gallery of pictures of two cameras, indexed with the fake model.
struct SearchParts : UiParts {
    SearchWorkspace workspace{context};
    QWidget window;
    QWidget* left = workspace.left();
    QWidget* centre = workspace.centre();
    QWidget* right = workspace.right();
    std::filesystem::path file = folder / "street.descry";
    std::vector<Message> raised;

    explicit SearchParts(ModelLoader itsLoader = &loadFakeModel) : UiParts(std::move(itsLoader)) {
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

    /// Of makePictures() in a folder whose hashes begin at `firstHash`.
    static Item pictureItem(RootId root, int number, char firstHash) {
        Item item;
        item.root = root;
        item.path = "picture" + std::to_string(number) + ".bmp";
        item.contentHash = std::string(64, static_cast<char>(firstHash + number));
        item.width = 12;
        item.height = 12;
        return item;
    }

    /// Pictures with metadata, embedded under the fingerprint.
    void makeIndexed(const std::string& fingerprint) {
        const auto pictures = makePictures("hall", kNumItems);
        const auto gallery = Gallery::create(file);
        const RootId root = gallery->items().addRoot(pictures);
        for (int i = 0; i < kNumItems; ++i) {
            Item item = pictureItem(root, i, '0');
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

    /// Pictures of another folder and camera, added to the open gallery by another program.
    void addToYard(int numPictures) {
        const auto pictures = makePictures("yard", numPictures);
        const auto gallery = Gallery::open(file);
        const RootId root = gallery->items().addRoot(pictures);
        for (int i = 0; i < numPictures; ++i) {
            Item item = pictureItem(root, i, 'a');
            item.metadata.camera = "camera-3";
            gallery->items().add(item, makeThumbnailOf(100, 12, 24));
        }
        workbench.refreshGallery();
    }

    void openBundle() {
        if (workbench.bundle()) return;
        workbench.openBundle(makeBundle(folder));
        waitFor([this] { return workbench.bundle().has_value(); }, "the bundle does not open");
    }
    /// Gallery and bundle, all shown.
    void openIndexed() {
        openBundle();
        makeIndexed(workbench.bundle()->bundle->fingerprint());
        openGallery();
    }
    void openGallery() {
        workbench.openGallery(file);
        waitFor([this] { return workbench.gallery().has_value(); }, "the gallery does not open");
        waitFor([this] { return results().rowCount() == kNumItems; }, "the pictures do not come");
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
        for (int row = 0; row < results().rowCount(); ++row) {
            items.push_back(results().row(row).candidate.item);
        }
        return items;
    }
    QListWidgetItem* facet(const char* list, const QString& text) const {
        const auto found = find<QListWidget>(list)->findItems(text, Qt::MatchExactly);
        return found.isEmpty() ? nullptr : found.first();
    }
};

/// Of what can have the focus and is seen.
inline QStringList namelessControls(const QWidget& window) {
    QStringList nameless;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
        if (widget->focusProxy() != nullptr || widget->objectName().startsWith("qt_")) continue;
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
        if (spoken != nullptr && !spoken->text(QAccessible::Name).isEmpty()) continue;
        nameless << QString(widget->metaObject()->className()) + ' ' + widget->objectName();
    }
    return nameless;
}

}  // namespace descry::test
