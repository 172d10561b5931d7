#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTranslator>
#include <QtTest>

#include "ui/common/text.h"

using namespace descry;
using namespace std::chrono_literals;

namespace {

/// Puts every word about jobs between stars.
class Starred final : public QTranslator {
  public:
    Starred() { QCoreApplication::installTranslator(this); }
    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char*, int) const override {
        const bool isOfJobs = qstrcmp(context, "descry::JobText") == 0;
        return isOfJobs ? QString("*%1*").arg(QString::fromUtf8(source)) : QString();
    }
};

/// Of core and the window, one behind the other.
QString readSources() {
    QString all;
    for (const char* folder : {"/core", "/ui"}) {
        QDirIterator files(QString(DESCRY_ROOT) + QLatin1String(folder),
                           {"*.cpp", "*.h"},
                           QDir::Files,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly)) all += QString::fromUtf8(file.readAll());
        }
    }
    return all;
}

/// The words that jobs report: in calls of report(), and where a stage is handed on to one.
QSet<QString> reportedWords(const QString& sources) {
    const QRegularExpression told(
        R"((?:context\.report|StageCounter \w+)\([^;]*;|[sS]tage = \x22[^\x22]*\x22)");
    const QRegularExpression literal(R"(\x22([^\x22]+)\x22)");
    QSet<QString> words;
    for (const QRegularExpressionMatch& call : told.globalMatch(sources)) {
        for (const QRegularExpressionMatch& word : literal.globalMatch(call.captured())) {
            words << word.captured(1);
        }
    }
    return words;
}

}  // namespace

class tst_UiText : public QObject {
    Q_OBJECT

  private slots:
    void groupsDigitsByThree() {
        QCOMPARE(groupedNumber(0), QString("0"));
        QCOMPARE(groupedNumber(999), QString("999"));
        QCOMPARE(groupedNumber(80112), QStringLiteral("80\u202f112"));
        QCOMPARE(groupedNumber(1234567), QStringLiteral("1\u202f234\u202f567"));
        QCOMPARE(groupedNumber(-1000), QStringLiteral("-1\u202f000"));
    }

    void showsSizesInDecimalUnits() {
        QCOMPARE(shownBytes(0), QStringLiteral("0\u00a0B"));
        QCOMPARE(shownBytes(999), QStringLiteral("999\u00a0B"));
        QCOMPARE(shownBytes(1500), QStringLiteral("1.5\u00a0kB"));
        QCOMPARE(shownBytes(999'600), QStringLiteral("1.0\u00a0MB"));
        QCOMPARE(shownBytes(84'000'000), QStringLiteral("84\u00a0MB"));
    }

    void saysOnlyWhatProgressKnows() {
        Progress progress;
        progress.stage = "indexing";
        QCOMPARE(shownProgress(progress), QString("indexing"));
        progress.done = 12430;
        progress.unit = "images";
        QCOMPARE(shownProgress(progress), QStringLiteral("12\u202f430 images"));
        progress.total = 80112;
        progress.unitsPerSecond = 31.2;
        progress.remaining = 36min;
        QCOMPARE(shownProgress(progress),
                 QStringLiteral("12\u202f430 of 80\u202f112 images · 31 a second · about 36 min"));
        progress.done = progress.total;
        QVERIFY(!shownProgress(progress).contains("about"));
    }

    void translatesWhatCoreSaysOfJobs() {
        const Starred starred;
        QCOMPARE(shownJobText("images"), QString("*images*"));
        QCOMPARE(shownJobText("images of Hall B"), QString("images of Hall B"));
        QCOMPARE(shownJobText(""), QString());
        Progress progress;
        progress.stage = "indexing";
        QCOMPARE(shownProgress(progress), QString("*indexing*"));
        progress.done = 7;
        progress.unit = "images";
        QCOMPARE(shownProgress(progress), QString("7 *images*"));
    }

    void knowsEveryStageAndUnitThatJobsReport() {
        const QString sources = readSources();
        const QSet<QString> words = reportedWords(sources);
        for (const char* known : {"images", "MB", "completing", "reading words", "writing weights"})
            QVERIFY2(words.contains(QLatin1String(known)), known);
        const Starred starred;
        for (const QString& word : words) {
            QCOMPARE(shownJobText(word.toStdString()), QString("*%1*").arg(word));
        }
        // One that is handed on is called so, or it would not be looked for.
        const QRegularExpression other(R"(context\.report\(\s*+(?!\x22|\w*[sS]tage\b))");
        QCOMPARE(other.match(sources).captured(), QString());
    }

    void roundsWhatRemains() {
        QCOMPARE(shownRemaining(20s), QString("less than a minute"));
        QCOMPARE(shownRemaining(100s), QString("about 2 min"));
        QCOMPARE(shownRemaining(3h), QString("about 3 h"));
    }

    void keepsThePathsBytes() {
        const std::filesystem::path path = "/tmp/Halle \xc3\xbc/\xe4\xba\xba.jpg";
        QCOMPARE(toPath(qtPath(path)).native(), path.native());
        QCOMPARE(shownPath("/tmp/\xff.jpg"), QString("/tmp/\\xff.jpg"));
    }
};

QTEST_GUILESS_MAIN(tst_UiText)
#include "tst_ui_text.moc"
