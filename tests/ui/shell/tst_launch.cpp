#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/base/version.h"
#include "ui/shell/dropped.h"
#include "ui/shell/launch.h"

using namespace descry;

class tst_Launch : public QObject {
    Q_OBJECT

  private slots:
    void takesNothingAsNothing() {
        const ParsedLaunch parsed = parseLaunch({"descry"}, "/here");
        QVERIFY(!parsed.answer);
        QVERIFY(!parsed.launch.gallery);
        QVERIFY(!parsed.launch.bundle);
        QVERIFY(!parsed.launch.demo);
        QVERIFY(parsed.launch.mode == WindowMode::Normal);
    }

    void takesAGalleryAndABundleFromTheFolderItIsIn() {
        const ParsedLaunch parsed =
            parseLaunch({"descry", "case.descry", "--bundle", "/models/rasa"}, "/here");
        QVERIFY(!parsed.answer);
        QCOMPARE(parsed.launch.gallery->native(), std::string("/here/case.descry"));
        QCOMPARE(parsed.launch.bundle->native(), std::string("/models/rasa"));
    }

    void takesDemoAndKiosk() {
        const ParsedLaunch parsed = parseLaunch({"descry", "--demo", "--kiosk"}, "/here");
        QVERIFY(parsed.launch.demo);
        QVERIFY(parsed.launch.mode == WindowMode::Kiosk);
    }

    void namesTheTorchFolderOfTheSettingsUnlessTheEnvironmentDoes() {
        const auto named = [](const QByteArray& before) {
            qputenv("DESCRY_TORCH_DIR", before);
            nameTorchFolder("/opt/libtorch");
            return qgetenv("DESCRY_TORCH_DIR");
        };
        QCOMPARE(named("/elsewhere"), QByteArray("/elsewhere"));
        QCOMPARE(named(""), QByteArray("/opt/libtorch"));
        nameTorchFolder({});
        QCOMPARE(qgetenv("DESCRY_TORCH_DIR"), QByteArray("/opt/libtorch"));
        qunsetenv("DESCRY_TORCH_DIR");
    }

    void takesTheIdleTimeOfAKiosk() {
        const auto idleOf = [](const QStringList& arguments) {
            return parseLaunch(QStringList{"descry"} + arguments, "/here");
        };
        QVERIFY(idleOf({"--kiosk"}).launch.idleAfter == kDefaultIdle);
        QCOMPARE(idleOf({"--kiosk", "--kiosk-idle", "20"}).launch.idleAfter.count(), 20);
        for (const char* wrong : {"0", "4", "3601", "soon", "-9", ""}) {
            QCOMPARE(idleOf({"--kiosk", "--kiosk-idle", wrong}).answer->exitCode, 2);
        }
        QCOMPARE(idleOf({"--kiosk-idle", "20"}).answer->exitCode, 2);
        QVERIFY(idleOf({"--help"}).answer->text.contains("Ctrl+Alt+Shift+Q"));
    }

    void answersHelpAndVersion() {
        const ParsedLaunch help = parseLaunch({"descry", "--help"}, "/here");
        QCOMPARE(help.answer->exitCode, 0);
        for (const char* word : {"GALLERY", "--bundle", "--demo", "--kiosk"}) {
            QVERIFY2(help.answer->text.contains(word), word);
        }
        const ParsedLaunch version = parseLaunch({"descry", "--version"}, "/here");
        QCOMPARE(version.answer->text, QString("descry ") + kVersion);
    }

    void refusesWhatItDoesNotKnow() {
        QCOMPARE(parseLaunch({"descry", "--nonsense"}, "/here").answer->exitCode, 2);
        QCOMPARE(parseLaunch({"descry", "a.descry", "b.descry"}, "/here").answer->exitCode, 2);
    }

    void findsADemoOnlyIfItIsWhole() {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        const auto demo = folder / "share/descry/demo";
        std::filesystem::create_directories(folder / "bin");
        std::filesystem::create_directories(demo / "bundle");
        QVERIFY(!findDemo(folder / "bin"));
        std::ofstream(demo / "bundle/config.json") << "{}";
        QVERIFY(!findDemo(folder / "bin"));
        std::filesystem::create_directories(demo / "gallery/imgs");
        QVERIFY(std::filesystem::equivalent(*findDemo(folder / "bin"), demo));
    }

    void tellsPathsApart() {
        const QTemporaryDir temporary;
        const std::filesystem::path folder = temporary.path().toStdString();
        const auto file = [&](const std::string& name) {
            std::ofstream(folder / name) << "x";
            return folder / name;
        };
        QVERIFY(pathKindOf(folder) == PathKind::Folder);
        QVERIFY(pathKindOf(file("a.descry")) == PathKind::Gallery);
        QVERIFY(pathKindOf(file("a.PTH")) == PathKind::Checkpoint);
        QVERIFY(pathKindOf(file("a.Jpeg")) == PathKind::Picture);
        QVERIFY(pathKindOf(file("a.txt")) == PathKind::Unknown);
        QVERIFY(pathKindOf(folder / "absent.descry") == PathKind::Unknown);
        file("config.json");
        QVERIFY(pathKindOf(folder) == PathKind::Folder);
        QVERIFY(pathKindOf(file("model.safetensors")) == PathKind::Checkpoint);
        QVERIFY(pathKindOf(folder) == PathKind::Bundle);
    }
};

QTEST_GUILESS_MAIN(tst_Launch)
#include "tst_launch.moc"
