#include <QCheckBox>
#include <QComboBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTreeWidget>
#include <QtTest>
#include <memory>
#include <utility>

#include "tests/support/full_disk.h"
#include "tests/ui/gui_thread_guard.h"
#include "tests/ui/one_thread.h"
#include "tests/ui/ui_fixture.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcuts.h"

using namespace descry;
using namespace descry::test;

namespace {

struct DialogParts : UiParts {
    DialogParts() {
        open = makeAction("Open", "Ctrl+O");
        quit = makeAction("Quit", "Ctrl+Q");
        describe = makeAction("Describe", "Ctrl+F");
        train = makeAction("Train", "F5");
        keys = makeKeys();
    }

    QAction* makeAction(const QString& text, const QString& key) {
        auto* action = new QAction(text, &owner);
        action->setShortcut(QKeySequence(key));
        return action;
    }
    std::unique_ptr<Shortcuts> makeKeys() {
        auto made = std::make_unique<Shortcuts>(settings);
        made->addGroup("window", {"Window", {open, quit}});
        made->addGroup("search", {"Search", {describe}});
        made->addGroup("train", {"Train", {train}});
        return made;
    }
    void makeDialog() {
        dialog = std::make_unique<SettingsDialog>(context, *keys);
        dialog->show();
    }
    void choose(const QString& action) const {
        auto* table = dialog->findChild<QTreeWidget*>("shortcutTable");
        table->setCurrentItem(
            table->findItems(action, Qt::MatchExactly | Qt::MatchRecursive).at(0));
    }
    /// As the next start finds them.
    Choices written() const { return Settings(temporary.filePath("settings.ini")).choices(); }
    QString said() const { return dialog->findChild<QLabel*>("shortcutSaid")->text(); }
    void press(const QString& key) const {
        auto* field = dialog->findChild<QKeySequenceEdit*>("shortcutKey");
        field->setKeySequence(QKeySequence(key));
        Q_EMIT field->editingFinished();
    }

    QObject owner;
    QAction* open = nullptr;
    QAction* quit = nullptr;
    QAction* describe = nullptr;
    QAction* train = nullptr;
    std::unique_ptr<Shortcuts> keys;
    std::unique_ptr<SettingsDialog> dialog;
};

}  // namespace

class tst_SettingsDialog : public QObject {
    Q_OBJECT

  private slots:
    void writesEveryChoiceAtOnce() {
        DialogParts parts;
        parts.makeDialog();
        auto* theme = parts.dialog->findChild<QComboBox*>("themeChoice");
        Q_EMIT theme->activated(static_cast<int>(ThemeChoice::Dark));
        for (const char* name : {"notifies", "keepsHistory", "reducesMotion"}) {
            parts.dialog->findChild<QCheckBox*>(name)->click();
        }
        const auto set = [&](const char* name, int value) {
            auto* field = parts.dialog->findChild<QSpinBox*>(name);
            field->setValue(value);
            Q_EMIT field->editingFinished();
        };
        set("threads", 3);
        set("thumbnailBytes", 64);
        set("tokenCacheBytes", 2);
        QTRY_COMPARE(parts.written().tokenCacheBytes, std::int64_t{2} << 30);
        const Choices choices = parts.written();
        QVERIFY(choices.theme == ThemeChoice::Dark);
        QVERIFY(!choices.notifies && !choices.keepsHistory && choices.reducesMotion);
        QCOMPARE(choices.numThreads, 3);
        QCOMPARE(choices.thumbnailBytes, std::int64_t{64} << 20);
    }

    void showsItsPagesByTheirNames() {
        DialogParts parts;
        parts.makeDialog();
        auto* names = parts.dialog->findChild<QListWidget*>("settingsPages");
        QCOMPARE(names->count(), 4);
        names->setCurrentRow(3);
        QVERIFY(parts.dialog->findChild<QTreeWidget*>("shortcutTable")->isVisible());
        names->setCurrentRow(0);
        QVERIFY(parts.dialog->findChild<QComboBox*>("themeChoice")->isVisible());
    }

    void changesAKeyAndRemembersIt() {
        DialogParts parts;
        parts.makeDialog();
        parts.choose("Describe");
        parts.press("Ctrl+D");
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+D"));
        // The next start.
        parts.describe->setShortcut(QKeySequence("Ctrl+F"));
        parts.dialog.reset();
        parts.keys = parts.makeKeys();
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+D"));
        QVERIFY(!parts.keys->isDefault(parts.describe));
        QVERIFY(parts.keys->reset(parts.describe));
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+F"));
    }

    void refusesAKeyThatIsAnothers() {
        DialogParts parts;
        parts.makeDialog();
        parts.choose("Describe");
        parts.press("Ctrl+O");
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+F"));
        QVERIFY2(parts.said().contains("Open"), qPrintable(parts.said()));
        // Two workspaces never meet.
        parts.press("F5");
        QCOMPARE(parts.describe->shortcut(), QKeySequence("F5"));
        // The window meets all.
        parts.choose("Quit");
        parts.press("F5");
        QCOMPARE(parts.quit->shortcut(), QKeySequence("Ctrl+Q"));
        // The beginning of a key is taken as well.
        parts.press("Ctrl+O, S");
        QCOMPARE(parts.quit->shortcut(), QKeySequence("Ctrl+Q"));
    }

    void takesAKeyAwayAndResetsAll() {
        DialogParts parts;
        parts.makeDialog();
        parts.choose("Quit");
        parts.dialog->findChild<QPushButton*>("shortcutNone")->click();
        QVERIFY(parts.quit->shortcuts().isEmpty());
        parts.choose("Describe");
        parts.press("Ctrl+Q");
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+Q"));
        // Its default is another's now.
        QVERIFY(!parts.keys->reset(parts.quit));
        parts.choose("Quit");
        parts.dialog->findChild<QPushButton*>("shortcutReset")->click();
        QVERIFY(parts.quit->shortcuts().isEmpty());
        QVERIFY(!parts.said().isEmpty());
        parts.dialog->findChild<QPushButton*>("shortcutResetAll")->click();
        QCOMPARE(parts.quit->shortcut(), QKeySequence("Ctrl+Q"));
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+F"));
    }

    void passesOverStoredKeysThatConflict() {
        DialogParts parts;
        parts.settings.setState("shortcuts",
                                {{"search/Ctrl+F", QStringList{"Ctrl+O"}},
                                 {"train/F5", QStringList{"", "\x01 nonsense"}},
                                 {"gone/Ctrl+X", QStringList{"Ctrl+Y"}}});
        parts.keys = parts.makeKeys();
        QCOMPARE(parts.describe->shortcut(), QKeySequence("Ctrl+F"));
    }

    void listsModelsByTheirOwnNames() {
        DialogParts parts;
        const auto used = makeBundle(parts.folder / "street cameras", "bundle");
        makeBundle(parts.folder / "data/bundles", "imported");
        parts.settings.noteBundle("/gone/old", "Old");
        parts.settings.noteBundle(qtPath(used), "street cameras");
        parts.makeDialog();
        parts.dialog->findChild<QListWidget*>("settingsPages")->setCurrentRow(2);
        auto* list = parts.dialog->findChild<QListWidget*>("modelList");
        QTRY_COMPARE(list->count(), 3);
        QVERIFY(!parts.dialog->findChild<QPushButton*>("modelImport")->isVisible());
        QVERIFY(list->item(0)->text().startsWith("street cameras\n"));
        QVERIFY(list->item(1)->text().contains("missing"));
        QVERIFY(list->item(2)->text().startsWith("imported\n"));
        list->setCurrentRow(1);
        QVERIFY(!parts.dialog->findChild<QPushButton*>("modelOpen")->isEnabled());
        parts.dialog->findChild<QPushButton*>("modelRemove")->click();
        QTRY_COMPARE(list->count(), 2);
        list->setCurrentRow(0);
        parts.dialog->findChild<QPushButton*>("modelOpen")->click();
        QTRY_VERIFY(parts.workbench.bundle());
        QCOMPARE(parts.workbench.bundle()->title, QString("street cameras"));
    }

    void withoutAModelItOffersToImportOrOpenOne() {
        DialogParts parts;
        const auto bundle = makeBundle(parts.folder / "street cameras", "bundle");
        parts.makeDialog();
        parts.dialog->findChild<QListWidget*>("settingsPages")->setCurrentRow(2);
        auto* import = parts.dialog->findChild<QPushButton*>("modelImport");
        QTRY_VERIFY(import->isVisible());
        QVERIFY(!parts.dialog->findChild<QPushButton*>("modelOpen")->isVisible());
        import->click();
        QCOMPARE(parts.prompts.last.title, QString("Import a model file"));
        parts.prompts.path = bundle;
        parts.dialog->findChild<QPushButton*>("modelOpenBundle")->click();
        QTRY_VERIFY(parts.workbench.bundle());
        QVERIFY(parts.workbench.bundle()->bundle->path() == bundle);
    }

    void aModelThatIsChosenIsIndexedWithBeforeItIsOpened() {
        DialogParts parts;
        const auto bundles = parts.folder / "data/bundles";
        std::filesystem::create_directories(bundles);
        const auto other = makeOtherBundle(bundles);
        parts.workbench.openBundle(makeBundle(parts.folder));
        parts.workbench.openFolder(parts.makePictures("hall", 2));
        QTRY_VERIFY(parts.workbench.bundle() && parts.workbench.gallery());
        const std::string before = parts.workbench.bundle()->bundle->fingerprint();
        QTRY_COMPARE(parts.workbench.gallery()->numIndexed(before), 2);
        parts.makeDialog();
        QTRY_COMPARE(parts.dialog->findChild<QListWidget*>("modelList")->count(), 1);
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.dialog->findChild<QPushButton*>("modelOpen")->click();
        QTRY_COMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().cause.contains("is being indexed with"));
        QTRY_VERIFY(parts.workbench.bundle()->bundle->path() == other);
        QTRY_VERIFY(parts.jobs.isIdle());
    }

    void aModelsFolderThatNothingOpensIsSaid() {
        DialogParts parts;
        makeBundle(parts.folder / "data/bundles", "imported");
        parts.makeDialog();
        QTRY_COMPARE(parts.dialog->findChild<QListWidget*>("modelList")->count(), 1);
        // No desktop is there to open it.
        QSignalSpy raised(&parts.messages, &Messages::raised);
        parts.dialog->findChild<QPushButton*>("modelReveal")->click();
        QCOMPARE(raised.size(), 1);
        QVERIFY(raised[0][0].value<Message>().details.contains("imported"));
    }

    void findsAChangedByteOfAModel() {
        DialogParts parts;
        const auto bundle = makeBundle(parts.folder / "data/bundles", "imported");
        parts.makeDialog();
        auto* list = parts.dialog->findChild<QListWidget*>("modelList");
        QTRY_COMPARE(list->count(), 1);
        auto* said = parts.dialog->findChild<QLabel*>("modelSaid");
        parts.dialog->findChild<QPushButton*>("modelCheck")->click();
        QTRY_VERIFY(said->text().contains("is whole"));
        const auto weights = bundle / "model.safetensors";
        const auto time = std::filesystem::last_write_time(weights);
        std::fstream file(weights, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-3, std::ios::end);
        file.put('\x55');
        file.close();
        std::filesystem::last_write_time(weights, time);
        parts.dialog->findChild<QPushButton*>("modelCheck")->click();
        QTRY_VERIFY2(said->text().contains("have changed"), qPrintable(said->text()));
    }

    void saysNothingOfAModelOnceAnotherIsChecked() {
        DialogParts parts;
        for (const char* name : {"one", "two"}) makeBundle(parts.folder / "data/bundles", name);
        parts.makeDialog();
        auto* list = parts.dialog->findChild<QListWidget*>("modelList");
        QTRY_COMPARE(list->count(), 2);
        auto* check = parts.dialog->findChild<QPushButton*>("modelCheck");
        auto* said = parts.dialog->findChild<QLabel*>("modelSaid");
        OneThread thread(parts);
        check->click();
        thread.halt();
        list->setCurrentRow(1);
        check->click();
        QCoreApplication::processEvents();
        QVERIFY(!check->isEnabled());
        QVERIFY2(said->text().startsWith("Reading every byte"), qPrintable(said->text()));
        thread.release();
        QTRY_VERIFY(said->text().contains("is whole"));
        QVERIFY(check->isEnabled());
    }

    void listsNoModelsAsTheyWereBeforeTheyChangedAgain() {
        DialogParts parts;
        parts.settings.noteBundle("/gone/one", "One");
        parts.makeDialog();
        auto* list = parts.dialog->findChild<QListWidget*>("modelList");
        QTRY_COMPARE(list->count(), 1);
        OneThread thread(parts);
        parts.settings.noteBundle("/gone/two", "Two");
        thread.halt();
        parts.settings.noteBundle("/gone/three", "Three");
        QCoreApplication::processEvents();
        QCOMPARE(list->count(), 1);
        thread.release();
        QTRY_COMPARE(list->count(), 3);
    }

    void saysWhetherAFolderOfLibTorchFits() {
        DialogParts parts;
        parts.makeDialog();
        auto* said = parts.dialog->findChild<QLabel*>("torchState");
        QVERIFY(said->text().startsWith("None chosen"));
        const auto folder = parts.folder / "Torch for the GPU";
        const auto choose = [&] {
            parts.prompts.path = folder;
            parts.dialog->findChild<QPushButton*>("chooseTorch")->click();
        };
        std::filesystem::create_directories(folder);
        choose();
        QTRY_VERIFY2(said->text().contains("is not a LibTorch folder"), qPrintable(said->text()));
        QVERIFY(said->text().startsWith(qtPath(folder)));
        std::ofstream(folder / "version.py") << "__version__ = '1.0.0'\n";
        choose();
        QTRY_VERIFY2(said->text().contains("holds LibTorch 1.0.0, this program needs"),
                     qPrintable(said->text()));
        QTRY_COMPARE(parts.written().libtorchFolder, qtPath(folder));
    }

    void forgetsAFolderOfLibTorchThatAnswersLate() {
        DialogParts parts;
        parts.makeDialog();
        auto* said = parts.dialog->findChild<QLabel*>("torchState");
        parts.prompts.path = parts.folder;
        parts.dialog->findChild<QPushButton*>("chooseTorch")->click();
        parts.dialog->findChild<QPushButton*>("noTorch")->click();
        bool isLater = false;
        parts.background.run(
            *parts.dialog, [](std::stop_token) {}, [&isLater] { isLater = true; });
        QTRY_VERIFY(isLater);
        QVERIFY2(said->text().startsWith("None chosen"), qPrintable(said->text()));
    }

    void writesWhatWasChangedLastBeforeItIsGone() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("settings.ini");
        const QString copy = folder.filePath("copy.ini");
        {
            Settings settings(path);
            for (int i = 1; i <= 9; ++i) settings.setState("window", {{"a", i}});
        }
        // Qt remembers by its name what a file holds.
        QVERIFY(QFile::copy(path, copy));
        QCOMPARE(Settings(copy).state("window").value("a").toInt(), 9);
    }

    void saysOnceThatNothingIsWrittenAndThatItIsAgain() {
        UiParts parts;
        QSignalSpy kept(&parts.settings, &Settings::keptChanged);
        const auto store = [&](int value) { parts.settings.setState("window", {{"a", value}}); };
        {
            const FullDisk disk(0);
            store(1);
            QTRY_COMPARE(kept.size(), 1);
            QCOMPARE(kept.at(0).at(0).toBool(), false);
            store(2);
            store(3);
        }
        store(4);
        QTRY_COMPARE(kept.size(), 2);
        QCOMPARE(kept.at(1).at(0).toBool(), true);
        const FullDisk disk(0);
        store(5);
        QTRY_COMPARE(kept.size(), 3);
        QCOMPARE(kept.at(2).at(0).toBool(), false);
    }

    void writesNothingInAKiosk() {
        UiParts parts;
        parts.settings.keepAsTheyAre();
        Choices choices = parts.settings.choices();
        QVERIFY(!choices.keepsHistory && !choices.notifies);
        choices.theme = ThemeChoice::Dark;
        parts.settings.setChoices(choices);
        parts.settings.noteGallery("/a.descry");
        parts.settings.noteBundle("/b", "b");
        parts.settings.setState("window", {{"a", 1}});
        QVERIFY(parts.settings.choices().theme == ThemeChoice::System);
        QVERIFY(parts.settings.recentGalleries().isEmpty());
        QVERIFY(parts.settings.recentBundles().isEmpty());
        QVERIFY(parts.settings.state("window").isEmpty());
    }

    void toleratesABrokenFile() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("settings.ini");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            "[choices]\ntheme=purple\nthreads=many\nthumbnailBytes=-5\n"
            "tokenCacheBytes=1e99\n[state]\nwindow=@Variant(\\0\\0\x7f\n\xff\xfe[[[");
        file.close();
        const Settings settings(path);
        const Choices choices = settings.choices();
        QVERIFY(choices.theme == ThemeChoice::System);
        QCOMPARE(choices.numThreads, 0);
        QVERIFY(choices.thumbnailBytes >= Choices::kMinThumbnailBytes);
        QCOMPARE(choices.tokenCacheBytes, 0);
        QVERIFY(settings.state("window").isEmpty());
    }
};

DESCRY_UI_TEST_MAIN(tst_SettingsDialog)
#include "tst_settings_dialog.moc"
